/** @file Precision and recall at every score of a run, for one IoU threshold. */
import type { MatchableRun } from "../matching/match-run";
import { tallyByScore } from "./tally-by-score";

export interface PrecisionRecallPoint {
  /** Detections from this score up are counted. */
  readonly score: number;
  readonly precision: number;
  readonly recall: number;
}

/** In falling score; detections that tie make one point. Empty where recall is undefined for want of references. */
export function precisionRecallPoints(run: MatchableRun, iouThreshold: number): readonly PrecisionRecallPoint[] {
  const references = run.head.referenceLabels.length;
  if (references === 0) return [];
  return tallyByScore(run, iouThreshold).map(({ score, right, wrong }) => ({
    score,
    precision: right / (right + wrong),
    recall: right / references,
  }));
}
