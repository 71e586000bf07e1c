/** @file What each error of a run costs it in average precision: computed once, and only when somebody asks. */
import { type ApLoss, apLossOfErrors } from "../../src-shared/figures/ap-loss";
import type { DetectionError } from "../../src-shared/matching/rank-errors";
import type { RunAnalysis } from "./run-analysis";

const losses = new WeakMap<RunAnalysis, ApLoss>();

/** Share of average precision, at the IoU and from the score of the thresholds up, that mending this error would win. */
export function apLossOf(analysis: RunAnalysis, error: DetectionError): number {
  const loss = losses.get(analysis) ?? apLossOfErrors(analysis.table, analysis.matches);
  losses.set(analysis, loss);
  return error.kind === "miss" ? loss.references[error.reference]! : loss.detections[error.detection]!;
}
