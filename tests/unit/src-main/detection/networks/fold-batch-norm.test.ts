/** @file Checks that a convolution with its norm folded in is the convolution and then the norm. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { foldBatchNormInto } from "../../../../../src-main/detection/networks/fold-batch-norm";

const CHANNELS = 3;
const TAPS = 4;

test("a folded convolution answers as convolution and norm do, one after the other", () => {
  const numbers = (length: number, min: number, max: number): fc.Arbitrary<Float32Array> =>
    fc.float32Array({ minLength: length, maxLength: length, min, max, noNaN: true });
  const around = (length: number): fc.Arbitrary<Float32Array> => numbers(length, -4, 4);
  const norm = fc.record({
    weight: around(CHANNELS),
    bias: around(CHANNELS),
    mean: around(CHANNELS),
    variance: numbers(CHANNELS, 0, 4),
    epsilon: fc.constantFrom(1e-5, 1e-3),
  });
  const weights = fc.record({ weight: around(CHANNELS * TAPS), bias: fc.option(around(CHANNELS), { nil: undefined }) });
  fc.assert(
    fc.property(norm, weights, around(TAPS), (batchNorm, { weight, bias }, input) => {
      const folded = foldBatchNormInto(batchNorm, { weight: weight.slice(), bias });
      for (let channel = 0; channel < CHANNELS; channel++) {
        const deviation = Math.sqrt(batchNorm.variance[channel]! + batchNorm.epsilon);
        const centred = dot(weight, input, channel) + (bias?.[channel] ?? 0) - batchNorm.mean[channel]!;
        const expected = (centred / deviation) * batchNorm.weight[channel]! + batchNorm.bias[channel]!;
        const found = dot(folded.weight, input, channel) + folded.bias[channel]!;
        // Folded numbers are rounded to float32, of sums of at most 72 before the division.
        const scale = Math.abs(batchNorm.weight[channel]! / deviation);
        expect(Math.abs(found - expected)).toBeLessThan(2 ** -23 * (72 * scale + 8));
      }
    }),
  );
});

function dot(weight: Float32Array, input: Float32Array, channel: number): number {
  return input.reduce((sum, value, tap) => sum + value * weight[channel * TAPS + tap]!, 0);
}
