/** @file Every figure of a set of detections as `overread evaluate --json` prints it, in the keys of the reference
 * figures that it is judged by. */
import type { CocoFigures, PerImageAverages } from "../../../src-shared/domain/evaluation";
import { reliabilityCurve } from "../../../src-shared/figures/reliability-curve";
import type { EvaluationTable } from "./evaluation-table";
import type { ListedFalseNegative, ListedFalsePositive } from "./list-errors";
import { measureDetections, type DetectionMeasures } from "./measure-detections";
import type { FindingSize, RecallAtSize } from "./recall-by-size";
import { histogram, type JudgedScores } from "./score-distribution";

/** Boxes are [x1, y1, x2, y2] in pixels of the input's frame. An undefined figure is absent. */
export interface EvaluationFigures {
  readonly images: number;
  readonly groundTruth: number;
  /** Only where there are some; COCO's figures ignore them, and all others leave them out. */
  readonly crowdRegions?: number;
  readonly predictions: number;
  /** By setting, as `iou0.4_conf0.7`. */
  readonly notebookEvaluate: Readonly<Record<string, NotebookFigures>>;
  readonly recallBySize: Readonly<Record<FindingSize, RecallAtSize>>;
  readonly scores: ScoreFigures;
  readonly reliability?: ReliabilityFigures;
  /** The first of `falsePositiveCount`, in falling score. */
  readonly falsePositives: readonly ListedFalsePositive[];
  readonly falsePositiveCount: number;
  /** The first of `falseNegativeCount`, in the order of the images. */
  readonly falseNegatives: readonly ListedFalseNegative[];
  readonly falseNegativeCount: number;
  /** −1 stands for undefined in these twelve, as in pycocotools' own list. */
  readonly coco: Readonly<Record<keyof CocoFigures, number>>;
  /** Precision at 101 recalls from 0 to 1. */
  readonly cocoPrecision50?: readonly number[];
}

interface NotebookFigures {
  readonly precision?: number;
  readonly recall?: number;
  readonly mean_iou?: number;
}

interface ScoreFigures {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly tpSum: number;
  readonly fpSum: number;
  /** Counts in 50 bins from 0 to 1. */
  readonly tpHistogram50: readonly number[];
  readonly fpHistogram50: readonly number[];
}

/** One point for each bin of scores that is not empty, in rising score. */
interface ReliabilityFigures {
  readonly fractionTrue: readonly number[];
  readonly meanConfidence: readonly number[];
}

/** All figures of this file for boxes of any origin. */
export function evaluateDetections(table: EvaluationTable): EvaluationFigures {
  return writeFigures(measureDetections(table));
}

/** The measures under the names of the reference figures. */
export function writeFigures(measures: DetectionMeasures): EvaluationFigures {
  const { scores, falsePositives, falseNegatives, coco } = measures;
  return {
    images: measures.images,
    groundTruth: measures.references,
    ...(measures.crowdRegions > 0 && { crowdRegions: measures.crowdRegions }),
    predictions: measures.detections,
    notebookEvaluate: Object.fromEntries(measures.perImage.map(writeNotebookFigures)),
    recallBySize: measures.recallBySize,
    scores: writeScores(scores),
    ...(measures.detections > 0 && { reliability: writeReliability(scores) }),
    falsePositives: falsePositives.listed,
    falsePositiveCount: falsePositives.count,
    falseNegatives: falseNegatives.listed,
    falseNegativeCount: falseNegatives.count,
    coco: writeCocoFigures(coco.figures),
    ...(coco.precision50 && { cocoPrecision50: coco.precision50 }),
  };
}

function writeNotebookFigures(averages: PerImageAverages): readonly [name: string, figures: NotebookFigures] {
  const { precision, recall, meanIou } = averages;
  return [
    `iou${averages.iouThreshold}_conf${averages.scoreThreshold}`,
    {
      ...(precision !== undefined && { precision }),
      ...(recall !== undefined && { recall }),
      ...(meanIou !== undefined && { mean_iou: meanIou }),
    },
  ];
}

function writeScores({ scores, verdicts }: JudgedScores): ScoreFigures {
  const truePositives = scores.filter((_, detection) => verdicts[detection] === 1);
  const falsePositives = scores.filter((_, detection) => verdicts[detection] === 0);
  return {
    truePositives: truePositives.length,
    falsePositives: falsePositives.length,
    tpSum: sum(truePositives),
    fpSum: sum(falsePositives),
    tpHistogram50: histogram(truePositives, 50),
    fpHistogram50: histogram(falsePositives, 50),
  };
}

/** In ten even bins. */
function writeReliability({ scores, verdicts }: JudgedScores): ReliabilityFigures {
  const { bins } = reliabilityCurve(scores, verdicts);
  return {
    fractionTrue: bins.map(({ shareRight }) => shareRight),
    meanConfidence: bins.map(({ meanScore }) => meanScore),
  };
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function writeCocoFigures(figures: CocoFigures): EvaluationFigures["coco"] {
  const { AP = -1, AP50 = -1, AP75 = -1, APsmall = -1, APmedium = -1, APlarge = -1 } = figures;
  const { AR1 = -1, AR10 = -1, AR100 = -1, ARsmall = -1, ARmedium = -1, ARlarge = -1 } = figures;
  return { AP, AP50, AP75, APsmall, APmedium, APlarge, AR1, AR10, AR100, ARsmall, ARmedium, ARlarge };
}
