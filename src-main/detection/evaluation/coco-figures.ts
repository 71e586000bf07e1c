/** @file The twelve figures of COCO's detection evaluation, and its precision-recall curve at IoU 0.5. */
import type { CocoFigures } from "../../../src-shared/domain/evaluation";
import { averagePrecisionOf, averageRecallOf, precisionAtRecalls } from "./average-precision";
import { cocoRankings } from "./coco-ranking";
import type { EvaluationTable } from "./evaluation-table";
import { COCO_DETECTIONS_MAX, COCO_IOU_THRESHOLDS } from "./match-as-coco";

export interface CocoEvaluation {
  readonly figures: CocoFigures;
  /** Precision at 101 recalls from 0 to 1, the mean over classes; undefined without references. */
  readonly precision50: readonly number[] | undefined;
}

const AREA_RANGES = [
  { from: 0, to: 1e10 },
  { from: 0, to: 32 ** 2 },
  { from: 32 ** 2, to: 96 ** 2 },
  { from: 96 ** 2, to: 1e10 },
] as const;

const RECALL_POINTS = 101;
const AT_75 = COCO_IOU_THRESHOLDS.indexOf(0.75);

/** Means over the classes that have references. Crowd regions are no references and ignored, with the detections in
 * them. Areas are square pixels of the table's frame. Scores tie in the order of the images and of their detections.
 * @see Lin et al., Microsoft COCO, arXiv:1405.0312; pycocotools, cocoeval.py */
export function cocoFigures(table: EvaluationTable): CocoEvaluation {
  const weights = new Uint16Array(table.head.images.length).fill(1);
  const [all, small, medium, large] = cocoRankings(table, AREA_RANGES).map((ranking) => ({
    precision: (iouIndex?: number) => averagePrecisionOf(ranking, weights, iouIndex),
    recall: (detectionsMax = COCO_DETECTIONS_MAX) => averageRecallOf(ranking, weights, detectionsMax),
    precision50: () => precisionAtRecalls(ranking, weights)?.subarray(0, RECALL_POINTS),
  }));
  const figures = {
    AP: all!.precision(),
    AP50: all!.precision(0),
    AP75: all!.precision(AT_75),
    APsmall: small!.precision(),
    APmedium: medium!.precision(),
    APlarge: large!.precision(),
    AR1: all!.recall(1),
    AR10: all!.recall(10),
    AR100: all!.recall(),
    ARsmall: small!.recall(),
    ARmedium: medium!.recall(),
    ARlarge: large!.recall(),
  };
  const precision50 = all!.precision50();
  return { figures: withoutUndefined(figures), precision50: precision50 && Array.from(precision50) };
}

function withoutUndefined(figures: Readonly<Record<keyof CocoFigures, number | undefined>>): CocoFigures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}
