/** @file Takes the scores out of the table of a run. */
import { DETECTION_STRIDE } from "../contract/run-table";
import type { MatchableRun } from "../matching/match-run";

/** [D] in the order of the table's detections. */
export function scoresOf({ detections }: Pick<MatchableRun, "detections">): Float64Array {
  const scores = new Float64Array(detections.length / DETECTION_STRIDE);
  for (let row = 0; row < scores.length; row++) scores[row] = detections[row * DETECTION_STRIDE + 4]!;
  return scores;
}
