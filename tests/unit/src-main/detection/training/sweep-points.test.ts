/** @file The points of a sweep: all of a grid, or some by chance that a seed draws again. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { configAtPoint, sweepPoints } from "../../../../../src-main/detection/training/sweep-points";
import { AUGMENTATION_PRESETS, SweepSearch, type AugmentationChoice } from "../../../../../src-shared/domain/sweep";
import { buildSweepConfig } from "../../../../builders/build-sweep";

const NONE: AugmentationChoice = { name: "none", settings: AUGMENTATION_PRESETS.none };
const FLIPS: AugmentationChoice = { name: "flips", settings: AUGMENTATION_PRESETS.flips };

function buildSearch(search: unknown) {
  return buildSweepConfig({ search: SweepSearch.parse(search) });
}

test("a grid has every value with every other, the last list changing fastest", () => {
  const config = buildSearch({
    kind: "grid",
    learningRates: [0.001, 0.01],
    augmentations: [NONE, FLIPS],
    inputSizesPx: [256, 320],
  });
  const points = sweepPoints(config);
  expect(points).toHaveLength(8);
  expect(points.slice(0, 3)).toEqual([
    { learningRate: 0.001, augmentation: "none", inputSizePx: 256 },
    { learningRate: 0.001, augmentation: "none", inputSizePx: 320 },
    { learningRate: 0.001, augmentation: "flips", inputSizePx: 256 },
  ]);
  expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(8);
});

test("an empty list leaves its setting to the base", () => {
  const points = sweepPoints(buildSearch({ kind: "grid", learningRates: [0.1, 0.2] }));
  expect(points).toEqual([{ learningRate: 0.1 }, { learningRate: 0.2 }]);
});

test("a point changes what the search names, and nothing else of the base", () => {
  const config = buildSearch({ kind: "grid", learningRates: [0.1, 0.2], augmentations: [NONE] });
  const trained = configAtPoint(config, "rates 2", sweepPoints(config)[1]!);
  expect(trained).toEqual({ ...config.base, name: "rates 2", learningRate: 0.2, augmentation: NONE.settings });
});

test("random rates lie in their range, are written with three digits, and come again with their seed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 2, max: 64 }), (seed, members) => {
      const range = { low: 1e-5, high: 1e-1 };
      const config = buildSearch({ kind: "random", members, learningRate: range, inputSizesPx: [256, 320], seed });
      const points = sweepPoints(config);
      expect(points).toHaveLength(members);
      for (const { learningRate, inputSizePx } of points) {
        expect(learningRate).toBeGreaterThanOrEqual(range.low);
        expect(learningRate).toBeLessThanOrEqual(range.high);
        expect(Number(learningRate.toPrecision(3))).toBe(learningRate);
        expect([256, 320]).toContain(inputSizePx);
      }
      expect(sweepPoints(config)).toEqual(points);
    }),
  );
});

test("random rates fall evenly by their logarithm", () => {
  const search = { kind: "random", members: 64, learningRate: { low: 1e-4, high: 1e-2 }, seed: 1 };
  const below = sweepPoints(buildSearch(search)).filter(({ learningRate }) => learningRate < 1e-3).length;
  // 32 are expected; 4 standard deviations of a fair coin thrown 64 times are 16.
  expect(Math.abs(below - 32)).toBeLessThan(16);
});

test("draws from lists alone never train the same twice", () => {
  const search = { kind: "random", members: 4, augmentations: [NONE, FLIPS], inputSizesPx: [256, 320] };
  const points = sweepPoints(buildSearch(search));
  expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(4);
  expect(() => sweepPoints(buildSearch({ ...search, members: 5 }))).toThrow(
    "The lists have 4 combinations; 5 different ones cannot be drawn from them without a range of learning rates.",
  );
});

test("a search of one point is no search, and one of too many would never end", () => {
  expect(() => sweepPoints(buildSearch({ kind: "grid" }))).toThrow(
    "The search has a single point; 2 to 64 were expected.",
  );
  const rates = Array.from({ length: 65 }, (_, index) => index + 1);
  expect(() => sweepPoints(buildSearch({ kind: "grid", learningRates: rates }))).toThrow("The search has 65 points");
});
