/** @file COCO's precision and recall of one class over all images. */
import { linspace } from "./linspace";
import { COCO_IOU_THRESHOLDS, type CocoMatches, type CocoVerdict } from "./match-as-coco";

const RECALL_POINTS = linspace(0, 1, 101);

export interface CocoCurve {
  /** Greatest precision at 101 recalls from 0 to 1, or above them; 0 where the recall is never reached. */
  readonly precision: readonly number[];
  /** Recall of all detections together. */
  readonly recall: number;
}

/** One curve for each IoU threshold, from the first `detectionsMax` detections of each image; undefined where no
 * reference lies within the range of areas.
 * @see pycocotools, cocoeval.py, COCOeval.accumulate */
export function accumulateCoco(
  images: readonly CocoMatches[],
  detectionsMax: number,
): readonly CocoCurve[] | undefined {
  const references = images.reduce((sum, image) => sum + image.references, 0);
  if (references === 0) return undefined;
  const scores = images.flatMap((image) => image.scores.slice(0, detectionsMax));
  const order = scores.map((_, index) => index).toSorted((a, b) => scores[b]! - scores[a]!);
  return COCO_IOU_THRESHOLDS.map((_, threshold) => {
    const verdicts = images.flatMap((image) => image.verdicts[threshold]!.slice(0, detectionsMax));
    return curveOf(verdicts, order, references);
  });
}

function curveOf(verdicts: readonly CocoVerdict[], order: readonly number[], references: number): CocoCurve {
  const recalls = new Float64Array(order.length);
  const precisions = new Float64Array(order.length);
  let right = 0;
  let wrong = 0;
  order.forEach((index, rank) => {
    if (verdicts[index] === "right") right++;
    if (verdicts[index] === "wrong") wrong++;
    recalls[rank] = right / references;
    precisions[rank] = right / (wrong + right + Number.EPSILON);
  });
  for (let rank = order.length - 2; rank >= 0; rank--) {
    precisions[rank] = Math.max(precisions[rank]!, precisions[rank + 1]!);
  }
  return { precision: precisionAtRecallPoints(precisions, recalls), recall: recalls.at(-1) ?? 0 };
}

function precisionAtRecallPoints(precisions: Float64Array, recalls: Float64Array): readonly number[] {
  let index = 0;
  return RECALL_POINTS.map((point) => {
    while (index < recalls.length && recalls[index]! < point) index++;
    return precisions[index] ?? 0;
  });
}
