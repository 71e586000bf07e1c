/** @file Checks what holds of every sample of candidates. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BACKGROUND, LEFT_OUT } from "../../../../../src-main/detection/training/matcher";
import { drawSample } from "../../../../../src-main/detection/training/sampler";
import { MersenneTwister } from "../../../../../src-main/numerics/random/mersenne-twister";

const matches = fc
  .array(fc.constantFrom(LEFT_OUT, BACKGROUND, BACKGROUND, 0, 1, 7), { maxLength: 60 })
  .map((each) => Int32Array.from(each));

test("positives fill their share as far as there are any, and background what they leave", () => {
  fc.assert(
    fc.property(
      matches,
      fc.nat(40),
      fc.constantFrom(0.25, 0.5, 1),
      fc.nat(9),
      (given, perImage, positiveShare, seed) => {
        const { positives, negatives } = drawSample(given, { perImage, positiveShare }, new MersenneTwister(seed));
        const foreground = given.filter((match) => match >= 0).length;
        const background = given.filter((match) => match === BACKGROUND).length;
        expect(positives.length).toBe(Math.min(foreground, Math.floor(perImage * positiveShare)));
        expect(negatives.length).toBe(Math.min(background, perImage - positives.length));
        expect(positives.every((place) => given[place]! >= 0)).toBe(true);
        expect(negatives.every((place) => given[place] === BACKGROUND)).toBe(true);
      },
    ),
  );
});

test("nothing is taken twice, and places rise", () => {
  fc.assert(
    fc.property(matches, fc.nat(40), fc.nat(9), (given, perImage, seed) => {
      const { positives, negatives } = drawSample(given, { perImage, positiveShare: 0.5 }, new MersenneTwister(seed));
      for (const places of [positives, negatives]) {
        expect([...places]).toEqual([...new Set(places)].toSorted((a, b) => a - b));
      }
    }),
  );
});

test("every candidate is drawn as often as any other", () => {
  const random = new MersenneTwister(2);
  const background = new Int32Array(12).fill(BACKGROUND);
  const counts = new Int32Array(12);
  for (let turn = 0; turn < 6000; turn++) {
    for (const place of drawSample(background, { perImage: 4, positiveShare: 0.5 }, random).negatives) counts[place]!++;
  }
  // 2,000 of 6,000 each; the deviation of such a count is 37.
  expect(Math.max(...counts.map((count) => Math.abs(count - 2000)))).toBeLessThan(4 * 37);
});

test("a generator is left as it was where all are taken", () => {
  const [drawn, untouched] = [new MersenneTwister(3), new MersenneTwister(3)];
  drawSample(Int32Array.of(0, BACKGROUND), { perImage: 512, positiveShare: 0.5 }, drawn);
  expect(drawn.uint32()).toBe(untouched.uint32());
});
