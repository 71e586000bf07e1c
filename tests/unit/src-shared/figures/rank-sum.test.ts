/** @file Whether one group's values are greater than another's. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { rankSum } from "../../../../src-shared/figures/rank-sum";

// scikit-learn 1.2.1's roc_auc_score and scipy 1.10's mannwhitneyu(method="asymptotic", use_continuity=False), whose
// p-value gives the reach: |auc − 0.5| / z × 1.96.
test("ties count half, and widen what chance reaches as scipy has it", () => {
  const figures = rankSum([0.2, 0.4, 0.4, 0.9, 0.75, 0.9, 0.81], [0.1, 0.4, 0.3, 0.8, 0.1, 0.25])!;
  expect(figures.auc).toBeCloseTo(0.8095238095238095, 12);
  expect(figures.chanceReach).toBeCloseTo(0.3239572190078355, 10);
  expect(figures.isBeyondChance).toBe(false);
});

test("groups that do not overlap are told apart", () => {
  const figures = rankSum([3, 4, 5, 6, 7], [1, 2, 2, 2.5])!;
  expect(figures.auc).toBe(1);
  expect(figures.chanceReach).toBeCloseTo(0.398405502380793, 10);
  expect(figures.isBeyondChance).toBe(true);
});

test("an empty group is compared with nothing", () => {
  expect(rankSum([], [1])).toBeUndefined();
  expect(rankSum([1], [])).toBeUndefined();
});

test("the other way round it is what is missing to one, and equal groups are never told apart", () => {
  const values = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(values, values, (first, second) => {
      expect(rankSum(first, second)!.auc).toBeCloseTo(1 - rankSum(second, first)!.auc, 12);
      expect(rankSum(first, first)!.isBeyondChance).toBe(false);
    }),
  );
});
