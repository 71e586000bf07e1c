/** @file TIDE's own average precision, which its costs are differences of. */

/** Detections that are ranked, each in one class. */
export interface RankedPoints {
  /** Detections from the highest score to the lowest. */
  readonly order: Uint32Array;
  /** [D] number of the class, or NO_CLASS for one that is taken away. */
  readonly labels: Int32Array;
  /** [D] 1 where the detection found a reference. */
  readonly isRight: Uint8Array;
  /** References of each class. */
  readonly references: Int32Array;
}

export const NO_CLASS = -1;

/** Mean over the classes that have detections or references, in percent: a class without references counts as 0, where
 * COCO leaves it out. Undefined where no class has either.
 * @see tidecv 1.0.1, ap.py, ClassedAPDataObject.get_mAP */
export function meanAveragePrecision({ order, labels, isRight, references }: RankedPoints): number | undefined {
  const counts = new Int32Array(references.length);
  for (const detection of order) if (labels[detection]! !== NO_CLASS) counts[labels[detection]!]!++;
  const ends = counts.slice();
  for (let label = 1; label < ends.length; label++) ends[label]! += ends[label - 1]!;
  const next = ends.map((end, label) => end - counts[label]!);
  const ranked = new Uint8Array(order.length);
  for (const detection of order) {
    const label = labels[detection]!;
    if (label !== NO_CLASS) ranked[next[label]!++] = isRight[detection]!;
  }
  let sum = 0;
  let classes = 0;
  for (let label = 0; label < counts.length; label++) {
    if (counts[label] === 0 && references[label] === 0) continue;
    classes++;
    sum += averagePrecision(ranked.subarray(ends[label]! - counts[label]!, ends[label]), references[label]!);
  }
  return classes === 0 ? undefined : sum / classes;
}

/** The mean of the greatest precision at 101 recalls from 0 to 1, or above them, in percent.
 * @see tidecv 1.0.1, ap.py, APDataObject.get_ap */
function averagePrecision(isRight: Uint8Array, references: number): number {
  if (references === 0) return 0;
  const precisions = new Float64Array(isRight.length);
  const recalls = new Float64Array(isRight.length);
  let right = 0;
  isRight.forEach((value, rank) => {
    right += value;
    precisions[rank] = right / (rank + 1);
    recalls[rank] = right / references;
  });
  for (let rank = isRight.length - 1; rank > 0; rank--) {
    if (precisions[rank]! > precisions[rank - 1]!) precisions[rank - 1] = precisions[rank]!;
  }
  let sum = 0;
  let rank = 0;
  for (let point = 0; point <= 100; point++) {
    while (rank < recalls.length && recalls[rank]! < point / 100) rank++;
    sum += precisions[rank] ?? 0;
  }
  return (sum / 101) * 100;
}
