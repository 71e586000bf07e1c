/** @file Fits the rising steps that lie nearest to the verdicts. */
import type { CalibrationMap } from "../../../../src-shared/domain/calibration";

/** scikit-learn's `IsotonicRegression(out_of_bounds="clip")`: detections of one score count as one with their mean;
 * neighbours that fall are pooled; between the ends of the pools the map is linear. `scores` and `verdicts` (1 right, 0
 * wrong) are [D].
 * @see Zadrozny and Elkan, KDD 2002; Best and Chakravarti, Mathematical Programming 47, 1990 (pool adjacent violators) */
export function fitIsotonic(scores: ArrayLike<number>, verdicts: ArrayLike<number>): CalibrationMap {
  const pools = poolAdjacentViolators(tiesOf(scores, verdicts));
  const points = pools.flatMap(({ from, to, sum, count }) => {
    const share = sum / count;
    return from === to
      ? [{ score: from, share }]
      : [
          { score: from, share },
          { score: to, share },
        ];
  });
  return {
    method: "isotonic",
    scores: points.map(({ score }) => score),
    shares: points.map(({ share }) => share),
  };
}

/** Detections from one score to another, `sum` of them right. */
interface Pool {
  readonly from: number;
  readonly to: number;
  readonly sum: number;
  readonly count: number;
}

/** Scores nearer than this are one, as scikit-learn's `_make_unique` takes them. */
const SCORE_RESOLUTION = 1e-15;

/** In rising score. */
function tiesOf(scores: ArrayLike<number>, verdicts: ArrayLike<number>): readonly Pool[] {
  const order = Array.from(scores, (_, row) => row).toSorted((one, other) => scores[one]! - scores[other]!);
  const ties: Pool[] = [];
  for (const row of order) {
    const score = scores[row]!;
    const last = ties.at(-1);
    const verdict = { from: score, to: score, sum: verdicts[row]!, count: 1 };
    if (last && score - last.from < SCORE_RESOLUTION) ties[ties.length - 1] = join(last, { ...verdict, to: last.to });
    else ties.push(verdict);
  }
  return ties;
}

function poolAdjacentViolators(ties: readonly Pool[]): readonly Pool[] {
  const pools: Pool[] = [];
  for (const tie of ties) {
    let pool = tie;
    for (let before = pools.at(-1); before && isAtLeast(before, pool); before = pools.at(-1)) {
      pools.pop();
      pool = join(before, pool);
    }
    pools.push(pool);
  }
  return pools;
}

/** Compares the shares without dividing: counts are whole, so this is exact. */
function isAtLeast(one: Pool, other: Pool): boolean {
  return one.sum * other.count >= other.sum * one.count;
}

function join(low: Pool, high: Pool): Pool {
  return { from: low.from, to: high.to, sum: low.sum + high.sum, count: low.count + high.count };
}
