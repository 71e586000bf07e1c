/** @file Whether the values of one group tend to be greater than those of another. */

export interface RankSum {
  /** Share of the pairs in which the first group's value is the greater one, ties counting half: 0.5 where nothing tells
   * the groups apart. */
  readonly auc: number;
  /** How far from 0.5 chance alone brings it in nineteen of twenty cases. */
  readonly chanceReach: number;
  readonly isBeyondChance: boolean;
}

const QUANTILE_95 = 1.959963984540054;

/** The Mann-Whitney statistic over the number of pairs (scikit-learn's `roc_auc_score`), against what it would be if both
 * groups were the same, by the normal approximation with its correction for ties (scipy's `mannwhitneyu` with
 * `method="asymptotic"` and no continuity correction). Undefined unless both groups have values.
 * @see Mann and Whitney, Annals of Mathematical Statistics 18, 1947 */
export function rankSum(first: readonly number[], second: readonly number[]): RankSum | undefined {
  if (first.length === 0 || second.length === 0) return undefined;
  const rising = [...first, ...second].toSorted((a, b) => a - b);
  const pairs = first.length * second.length;
  const ranks = first.reduce((sum, value) => sum + (countBelow(rising, value) + countUpTo(rising, value) + 1) / 2, 0);
  const auc = (ranks - (first.length * (first.length + 1)) / 2) / pairs;
  const all = rising.length;
  const freedom = all + 1 - (all > 1 ? tieLoss(rising) / (all * (all - 1)) : 0);
  const chanceReach = QUANTILE_95 * Math.sqrt(Math.max(0, freedom) / (12 * pairs));
  return { auc, chanceReach, isBeyondChance: Math.abs(auc - 0.5) > chanceReach };
}

/** The sum of t³ − t over all runs of t equal values. */
function tieLoss(rising: readonly number[]): number {
  let loss = 0;
  for (let start = 0; start < rising.length;) {
    const end = countUpTo(rising, rising[start]!);
    loss += (end - start) ** 3 - (end - start);
    start = end;
  }
  return loss;
}

function countBelow(rising: readonly number[], value: number): number {
  return placeOf(rising, (one) => one < value);
}

function countUpTo(rising: readonly number[], value: number): number {
  return placeOf(rising, (one) => one <= value);
}

/** How many from the beginning on meet the claim, which is true up to a place and false from there. */
function placeOf(rising: readonly number[], claim: (value: number) => boolean): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (claim(rising[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
