/** @file Checks which images the epochs of a training show. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { epochOrder, imagesPerEpoch } from "../../../../../src-main/detection/training/epoch-order";

const contents = fc.record({
  positives: fc.integer({ min: 1, max: 60 }),
  negatives: fc.integer({ min: 0, max: 60 }),
  negativesPerPositive: fc.double({ min: 0, max: 3, noNaN: true }),
});
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test("an epoch shows every positive once, and as many different negatives as its ratio asks for and there are", () => {
  fc.assert(
    fc.property(contents, seed, fc.nat(1000), (given, chosen, epoch) => {
      const order = epochOrder(given, chosen, epoch);
      expect(order).toHaveLength(imagesPerEpoch(given));
      expect(new Set(order).size).toBe(order.length);
      expect(order.filter((place) => place < given.positives)).toHaveLength(given.positives);
      const negatives = Math.min(given.negatives, Math.round(given.positives * given.negativesPerPositive));
      expect(order.filter((place) => place >= given.positives)).toHaveLength(negatives);
      for (const place of order) expect(place).toBeLessThan(given.positives + given.negatives);
    }),
  );
});

test("an epoch's order follows from seed and epoch alone, and differs from the next one's", () => {
  const given = { positives: 50, negatives: 50, negativesPerPositive: 0.5 };
  expect(epochOrder(given, 7, 3)).toEqual(epochOrder(given, 7, 3));
  expect(epochOrder(given, 7, 3)).not.toEqual(epochOrder(given, 7, 4));
  expect(epochOrder(given, 7, 3)).not.toEqual(epochOrder(given, 8, 3));
});

test("over many epochs every negative has its turn", () => {
  const given = { positives: 10, negatives: 30, negativesPerPositive: 1 };
  const seen = new Set(Array.from({ length: 40 }, (_, epoch) => [...epochOrder(given, 1, epoch)]).flat());
  expect(seen.size).toBe(40);
});
