/** @file Spearman's rank correlation, which asks whether two maps order the places of an image alike. */

/** From −1 to 1, ties with their average rank: `scipy.stats.spearmanr`. Both have the same length. Undefined where one
 * is the same throughout, since it orders nothing.
 * @see Spearman, American Journal of Psychology 15, 1904 */
export function rankCorrelation(one: Float32Array, other: Float32Array): number | undefined {
  const [a, b] = [averageRanks(one), averageRanks(other)];
  const middle = (one.length + 1) / 2;
  let products = 0;
  let squaresOfOne = 0;
  let squaresOfOther = 0;
  for (let place = 0; place < a.length; place++) {
    const x = a[place]! - middle;
    const y = b[place]! - middle;
    products += x * y;
    squaresOfOne += x * x;
    squaresOfOther += y * y;
  }
  if (squaresOfOne === 0 || squaresOfOther === 0) return undefined;
  return Math.min(Math.max(products / Math.sqrt(squaresOfOne * squaresOfOther), -1), 1);
}

/** [N] from 1. Sorting numbers without a comparison function is several times faster than with one, so that ranks are
 * looked up by value. */
function averageRanks(values: Float32Array): Float64Array {
  const rising = values.toSorted();
  const rankAt = ranksOfSorted(rising);
  return Float64Array.from(values, (value) => rankAt[firstPlaceOf(value, rising)]!);
}

function ranksOfSorted(rising: Float32Array): Float64Array {
  const ranks = new Float64Array(rising.length);
  for (let start = 0; start < rising.length;) {
    let end = start + 1;
    while (end < rising.length && rising[end] === rising[start]) end++;
    ranks.fill((start + 1 + end) / 2, start, end);
    start = end;
  }
  return ranks;
}

function firstPlaceOf(value: number, rising: Float32Array): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
