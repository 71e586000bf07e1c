/** @file Checks that seeds derived from one seed differ and stay what they are. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { deriveSeed } from "../../../../../src-main/numerics/random/derive-seed";

test("seeds of many epochs and steps are whole numbers of 32 bits that hardly ever meet", () => {
  const seeds = new Set<number>();
  for (let epoch = 0; epoch < 100; epoch++) {
    for (let step = 0; step < 200; step++) seeds.add(deriveSeed(42, epoch, step));
  }
  // Of 20,000 random words of 32 bits, 0.05 pairs meet on average.
  expect(seeds.size).toBeGreaterThanOrEqual(19_998);
  for (const seed of seeds) expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
});

test("a seed beyond 32 bits counts with all of its bits, and order counts", () => {
  const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(word, fc.integer({ min: 1, max: 2 ** 20 }), (low, high) => {
      expect(deriveSeed(low)).not.toBe(deriveSeed(high * 2 ** 32 + low));
    }),
  );
  expect(deriveSeed(1, 2, 3)).not.toBe(deriveSeed(1, 3, 2));
  expect(deriveSeed(1, 0)).not.toBe(deriveSeed(1));
});

test("the seeds are those that kept runs were drawn with", () => {
  // Own figures: a change here would make every kept training run go on with other pictures than it began with.
  expect([deriveSeed(0), deriveSeed(42, 0, 0), deriveSeed(42, 3, 17)]).toMatchInlineSnapshot(`
    [
      1473926795,
      2379623737,
      2048599171,
    ]
  `);
});
