/** @file How far two computations of the same detector differ: another device, or another precision. */

/** One image's answer of one of the two. */
export interface ComparedAnswer {
  /** [N, 4], corners in pixels. */
  readonly boxes: Float32Array;
  /** [N] */
  readonly scores: Float32Array;
  /** [N] */
  readonly labels: ArrayLike<number | bigint>;
}

export interface AgreementOfAnswers {
  readonly matched: number;
  /** Detections of either side that have no partner on the other. */
  readonly unmatched: number;
  /** Largest difference of a corner's coordinate between partners, in pixels. */
  readonly boxPx: number;
  /** Largest difference of a score between partners. */
  readonly score: number;
}

/** Below this overlap two boxes are two findings. */
const MATCH_IOU = 0.5;

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly overlap: number;
}

/** Each pair of `answers` is one image seen by both. Partners have one label and overlap by half or more; those that
 * overlap most are joined first. */
export function measureAgreement(
  answers: readonly (readonly [left: ComparedAnswer, right: ComparedAnswer])[],
): AgreementOfAnswers {
  let [matched, unmatched, boxPx, score] = [0, 0, 0, 0];
  for (const [left, right] of answers) {
    const pairs = matchAnswers(left, right);
    matched += pairs.length;
    unmatched += left.scores.length + right.scores.length - 2 * pairs.length;
    for (const pair of pairs) {
      boxPx = Math.max(boxPx, largestShift(left, right, pair));
      score = Math.max(score, Math.abs(left.scores[pair.left]! - right.scores[pair.right]!));
    }
  }
  return { matched, unmatched, boxPx, score };
}

function matchAnswers(left: ComparedAnswer, right: ComparedAnswer): readonly Pair[] {
  const takenLeft = new Set<number>();
  const takenRight = new Set<number>();
  return overlappingPairs(left, right).filter((pair) => {
    if (takenLeft.has(pair.left) || takenRight.has(pair.right)) return false;
    takenLeft.add(pair.left);
    takenRight.add(pair.right);
    return true;
  });
}

/** In falling overlap. */
function overlappingPairs(left: ComparedAnswer, right: ComparedAnswer): readonly Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < left.scores.length; i++) {
    for (let j = 0; j < right.scores.length; j++) {
      if (Number(left.labels[i]) !== Number(right.labels[j])) continue;
      const overlap = overlapOf(left.boxes, 4 * i, right.boxes, 4 * j);
      if (overlap >= MATCH_IOU) pairs.push({ left: i, right: j, overlap });
    }
  }
  return pairs.toSorted((a, b) => b.overlap - a.overlap);
}

function overlapOf(a: Float32Array, i: number, b: Float32Array, j: number): number {
  const width = Math.min(a[i + 2]!, b[j + 2]!) - Math.max(a[i]!, b[j]!);
  const height = Math.min(a[i + 3]!, b[j + 3]!) - Math.max(a[i + 1]!, b[j + 1]!);
  if (!(width > 0 && height > 0)) return 0;
  return (width * height) / (areaAt(a, i) + areaAt(b, j) - width * height);
}

function areaAt(boxes: Float32Array, start: number): number {
  return (boxes[start + 2]! - boxes[start]!) * (boxes[start + 3]! - boxes[start + 1]!);
}

function largestShift(left: ComparedAnswer, right: ComparedAnswer, pair: Pair): number {
  let largest = 0;
  for (let corner = 0; corner < 4; corner++) {
    const shift = Math.abs(left.boxes[4 * pair.left + corner]! - right.boxes[4 * pair.right + corner]!);
    largest = Math.max(largest, shift);
  }
  return largest;
}
