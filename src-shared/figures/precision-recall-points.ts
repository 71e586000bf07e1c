/** @file Precision and recall at every score of a run, for one IoU threshold. */
import { DETECTION_STRIDE } from "../contract/run-table";
import { type MatchableRun, matchRun } from "../matching/match-run";

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
  // A lower score never takes a reference from a higher one, so one matching serves every threshold.
  const { referenceOf } = matchRun(run, { scoreThreshold: 0, iouThreshold });
  const ranked = rankedScores(run);
  const points: PrecisionRecallPoint[] = [];
  let found = 0;
  ranked.forEach(({ row, score }, index) => {
    if (referenceOf[row]! >= 0) found++;
    if (ranked[index + 1]?.score === score) return;
    points.push({ score, precision: found / (index + 1), recall: found / references });
  });
  return points;
}

function rankedScores({ detections }: MatchableRun): readonly { readonly row: number; readonly score: number }[] {
  const rows = Array.from({ length: detections.length / DETECTION_STRIDE }, (_, row) => ({
    row,
    score: detections[row * DETECTION_STRIDE + 4]!,
  }));
  return rows.toSorted((a, b) => b.score - a.score);
}
