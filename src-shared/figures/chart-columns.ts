/** @file The columns of each chart's CSV file: what its marks stand for, with units in the names. */
import type { TideCosts } from "../domain/evaluation";
import type { FrocCurvePoint } from "./froc-curve";
import type { RocPoint } from "./image-roc";
import type { PrecisionRecallPoint } from "./precision-recall-points";
import type { RecallRow } from "./recall-row";
import type { ReliabilityBin } from "./reliability-curve";
import type { ScoreBin } from "./score-histogram";
import type { CsvColumns } from "./to-csv";

export const PRECISION_RECALL_COLUMNS: CsvColumns<PrecisionRecallPoint> = {
  score: ({ score }) => score,
  recall: ({ recall }) => recall,
  precision: ({ precision }) => precision,
};

export const FROC_COLUMNS: CsvColumns<FrocCurvePoint> = {
  score: ({ score }) => score,
  false_positives_per_image: ({ falsePositivesPerImage }) => falsePositivesPerImage,
  sensitivity: ({ sensitivity }) => sensitivity,
};

export const ROC_COLUMNS: CsvColumns<RocPoint> = {
  score: ({ score }) => score,
  false_positive_rate: ({ falsePositiveRate }) => falsePositiveRate,
  true_positive_rate: ({ truePositiveRate }) => truePositiveRate,
};

export const SCORE_HISTOGRAM_COLUMNS: CsvColumns<ScoreBin> = {
  score_from: ({ from }) => from,
  score_to: ({ to }) => to,
  right: ({ right }) => right,
  wrong: ({ wrong }) => wrong,
};

export const RELIABILITY_COLUMNS: CsvColumns<ReliabilityBin> = {
  score_from: ({ from }) => from,
  score_to: ({ to }) => to,
  detections: ({ detections }) => detections,
  right: ({ right }) => right,
  mean_score: ({ meanScore }) => meanScore,
  share_right: ({ shareRight }) => shareRight,
};

export const RECALL_COLUMNS: CsvColumns<RecallRow> = {
  group: ({ label }) => label,
  images: ({ images }) => images,
  references: ({ references }) => references,
  found: ({ found }) => found,
  recall: ({ recall }) => recall,
  false_positives: ({ falsePositives }) => falsePositives,
  precision: ({ precision }) => precision,
};

/** Rows as `Object.entries` gives them of `TideCosts.main` and `TideCosts.special`. */
export const TIDE_COLUMNS: CsvColumns<
  readonly [kind: keyof TideCosts["main"] | keyof TideCosts["special"], cost: number]
> = {
  kind: ([kind]) => kind,
  cost_percent_ap50: ([, cost]) => cost,
};
