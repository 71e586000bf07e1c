/** @file The metric by which the RSNA Pneumonia Detection Challenge ranked its participants. */
import { matchRun, UNMATCHED, type RunMatches } from "../../../src-shared/matching/match-run";
import { linspace } from "../../../src-shared/figures/linspace";
import type { ImageWeights } from "./average-precision";
import type { EvaluationTable } from "./evaluation-table";

/** 0.40 to 0.75 in steps of 0.05. */
export const RSNA_IOU_THRESHOLDS = linspace(0.4, 0.75, 8);

export interface RsnaScores {
  /** [images] mean over `RSNA_IOU_THRESHOLDS` of TP / (TP + FP + FN), 0 where the image does not count. */
  readonly scores: Float64Array;
  /** [images] 0 for an image that has neither references nor detections from the score threshold up: the challenge
   * leaves it out. */
  readonly counts: Uint8Array;
}

export interface RsnaOptions {
  /** Detections from this score up are submitted, as `reachesThreshold` compares. The metric knows no scores, so that
   * it says little without the threshold: a run's suggested one is meant. */
  readonly scoreThreshold: number;
  /** [images] how often each image counts; absent: once. */
  readonly weights?: ImageWeights;
}

/** Mean over the images that count; undefined where none does. An image without references scores 0 as soon as
 * anything is detected on it. Detections match in falling score, each the free reference of its label that it overlaps
 * most, from the IoU threshold up. The challenge's own program was never published: its page says "above" the
 * threshold, the kernel that its participants used (chenyc15, mean-average-precision-metric) takes the threshold itself
 * too, as is done here.
 * @see https://www.kaggle.com/c/rsna-pneumonia-detection-challenge/overview/evaluation */
export function rsnaChallenge(table: EvaluationTable, options: RsnaOptions): number | undefined {
  return meanRsnaScore(rsnaScores(table, options), options.weights);
}

/** The score of each image, from which the metric of any choice of images follows. About 0.1 s for 200,000 detections. */
export function rsnaScores(table: EvaluationTable, { scoreThreshold }: RsnaOptions): RsnaScores {
  const scores = new Float64Array(table.head.images.length);
  const counts = new Uint8Array(table.head.images.length);
  for (const iouThreshold of RSNA_IOU_THRESHOLDS) {
    const matches = matchRun(table, { scoreThreshold, iouThreshold });
    forEachImage(table, matches, (image, { found, united }) => {
      if (united === 0) return;
      counts[image] = 1;
      scores[image]! += found / united / RSNA_IOU_THRESHOLDS.length;
    });
  }
  return { scores, counts };
}

/** Undefined where no image counts. */
export function meanRsnaScore({ scores, counts }: RsnaScores, weights?: ImageWeights): number | undefined {
  let sum = 0;
  let counted = 0;
  for (let image = 0; image < scores.length; image++) {
    if (counts[image] === 0) continue;
    const weight = weights ? weights[image]! : 1;
    sum += scores[image]! * weight;
    counted += weight;
  }
  return counted === 0 ? undefined : sum / counted;
}

interface ImageTally {
  /** TP */
  readonly found: number;
  /** TP + FP + FN */
  readonly united: number;
}

function forEachImage(
  { head }: EvaluationTable,
  { referenceOf }: RunMatches,
  visit: (image: number, tally: ImageTally) => void,
): void {
  let detection = 0;
  head.images.forEach(({ detections, references }, image) => {
    let found = 0;
    let shown = 0;
    for (const end = detection + detections; detection < end; detection++) {
      if (referenceOf[detection]! >= UNMATCHED) shown++;
      if (referenceOf[detection]! >= 0) found++;
    }
    visit(image, { found, united: shown + references - found });
  });
}
