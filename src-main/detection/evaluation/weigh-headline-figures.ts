/** @file The figures at the top of a report, with images counted as often as one likes: all that a bootstrap asks. */
import type { HeadlineFigure } from "../../../src-shared/domain/evaluation";
import type { MatchThresholds } from "../../../src-shared/matching/match-run";
import { averagePrecisionsOf, type ImageWeights } from "./average-precision";
import { cocoRanking } from "./coco-ranking";
import type { FurtherTables } from "./further-figures";
import { COCO_IOU_THRESHOLDS } from "./match-as-coco";
import { meanRsnaScore, rsnaScores } from "./rsna-challenge";
import { weighFreeResponse } from "./weigh-free-response";
import { weighImageRoc } from "./weigh-image-roc";
import { weighOperatingPoint } from "./weigh-operating-point";

/** Undefined where the figure is. */
export type HeadlineValues = Readonly<Record<HeadlineFigure, number | undefined>>;

/** COCO's figures are of boxes in the frame that the model sees, the others of boxes in pixels of the images, as in
 * `furtherFigures`. Matching is done once; a question then is one pass over all detections. */
export function weighHeadlineFigures(
  { table, shown }: FurtherTables,
  thresholds: MatchThresholds,
): (weights: ImageWeights) => HeadlineValues {
  const ranking = cocoRanking(table);
  const rsna = rsnaScores(shown, thresholds);
  const cpm = weighFreeResponse(shown, thresholds.iouThreshold);
  const auc = weighImageRoc(shown);
  const operatingPoint = weighOperatingPoint(shown, thresholds);
  return (weights) => {
    const precisions = averagePrecisionsOf(ranking, weights);
    return {
      AP: precisions && precisions.reduce((sum, precision) => sum + precision, 0) / precisions.length,
      AP50: precisions?.[COCO_IOU_THRESHOLDS.indexOf(0.5)],
      AP75: precisions?.[COCO_IOU_THRESHOLDS.indexOf(0.75)],
      rsna: meanRsnaScore(rsna, weights),
      cpm: cpm(weights),
      auc: auc(weights),
      ...operatingPoint(weights),
    };
  };
}
