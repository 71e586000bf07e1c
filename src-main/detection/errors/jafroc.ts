/** @file The figure of merit of a free-response study: do lesions outrank what is marked on normal images? */
import { DETECTION_STRIDE } from "../../../src-shared/contract/run-table";
import { highestScores } from "../../../src-shared/figures/highest-scores";
import { matchRun, type MatchableRun } from "../../../src-shared/matching/match-run";

/** θ of JAFROC: the share of pairs of a lesion and a normal image in which the lesion is rated higher than the highest
 * detection of the image, ties counting half. A lesion's rating is the score of the detection that found it by greedy
 * matching at the IoU; one that was not found and a normal image without detections are rated lowest and tie. Every
 * lesion weighs the same, and false positives on images with lesions do not count (those of JAFROC1 do; wAFROC would
 * let every image weigh the same). An image without reference boxes is normal. Undefined without lesions or without
 * normal images.
 * @see Chakraborty and Berbaum, Med Phys 31(8), 2004, 2313–2330; RJafroc, figure of merit "AFROC" */
export function jafroc(table: MatchableRun, { iouThreshold = 0.5 } = {}): number | undefined {
  const { detectionOf } = matchRun(table, { scoreThreshold: 0, iouThreshold });
  const scores = highestScores(table);
  const normal: number[] = [];
  table.head.images.forEach(({ detections, references }, image) => {
    if (references === 0) normal.push(detections === 0 ? -Infinity : scores[image]!);
  });
  const lesions = Array.from(detectionOf, (detection) =>
    detection < 0 ? -Infinity : table.detections[detection * DETECTION_STRIDE + 4]!,
  );
  return shareOfHigher(Float64Array.from(lesions).toSorted(), Float64Array.from(normal).toSorted());
}

/** The statistic of Wilcoxon, Mann and Whitney; both rise. */
function shareOfHigher(lesions: Float64Array, normal: Float64Array): number | undefined {
  if (lesions.length === 0 || normal.length === 0) return undefined;
  let below = 0;
  let upTo = 0;
  let sum = 0;
  for (const rating of lesions) {
    while (below < normal.length && normal[below]! < rating) below++;
    while (upTo < normal.length && normal[upTo]! <= rating) upTo++;
    sum += (below + upTo) / 2;
  }
  return sum / (lesions.length * normal.length);
}
