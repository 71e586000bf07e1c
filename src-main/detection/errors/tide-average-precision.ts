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
  const precisions = Array.from(references, (): number[] => []);
  for (const detection of order) {
    const label = labels[detection]!;
    if (label === NO_CLASS) continue;
    counts[label]!++;
    if (isRight[detection] === 1) precisions[label]!.push((precisions[label]!.length + 1) / counts[label]!);
  }
  let sum = 0;
  let classes = 0;
  for (let label = 0; label < counts.length; label++) {
    if (counts[label] === 0 && references[label] === 0) continue;
    classes++;
    sum += averagePrecision(precisions[label]!, references[label]!);
  }
  return classes === 0 ? undefined : sum / classes;
}

/** The mean of the greatest precision at 101 recalls from 0 to 1, or above them, in percent. Wrong detections only
 * lower the precision of the right ones behind them, so `precisions` holds those of the right ones alone.
 * @see tidecv 1.0.1, ap.py, APDataObject.get_ap */
function averagePrecision(precisions: readonly number[], references: number): number {
  if (references === 0) return 0;
  const best = Float64Array.from(precisions);
  for (let rank = best.length - 1; rank > 0; rank--) {
    if (best[rank]! > best[rank - 1]!) best[rank - 1] = best[rank]!;
  }
  let sum = 0;
  let rank = 0;
  for (let point = 0; point <= 100; point++) {
    while (rank < best.length && (rank + 1) / references < point / 100) rank++;
    sum += best[rank] ?? 0;
  }
  return (sum / 101) * 100;
}
