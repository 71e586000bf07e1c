/** @file Gradients of batch normalisation in training are tested, which random nodes are not drawn in. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkGradient,
  checkGradientOnRuntime,
  scatteredNumbers,
  type GradientCase,
} from "../../../../../builders/check-gradient";

const shapes = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
    fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
  )
  .map(([images, channels, space]) => [images, channels, ...space]);

test("in training, the statistics move with the batch", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      expect(checkGradient(training(shape))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("ONNX Runtime computes the gradients of training as the reference does", async () => {
  expect(await checkGradientOnRuntime(training([2, 3, 4, 2]))).toEqual([]);
});

/** The statistics that are fed are not read, so that nothing depends on them. */
function training(shape: readonly number[]): GradientCase {
  const [, channels] = shape;
  const sizes = [shape, ...Array.from({ length: 4 }, () => [channels!])];
  return {
    inputs: sizes.map((each, index) => {
      const count = each.reduce((product, size) => product * size, 1);
      const data = scatteredNumbers(count, index).map((value) => (index === 4 ? value + 2 : value));
      return { tensor: { type: "float32", shape: each, data } };
    }),
    build: (to, inputs) => to.apply("BatchNormalization", inputs, { training_mode: 1, epsilon: 0.125 }, 3)[0]!,
  };
}
