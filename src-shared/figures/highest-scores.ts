/** @file The score of a whole image: the highest of what was drawn on it. */
import { DETECTION_STRIDE } from "../contract/run-table";
import type { MatchableRun } from "../matching/match-run";

/** [I] the score of each image's first detection, which is its highest; 0 where nothing was drawn. */
export function highestScores(run: MatchableRun): Float64Array {
  const scores = new Float64Array(run.head.images.length);
  let first = 0;
  run.head.images.forEach(({ detections }, image) => {
    if (detections > 0) scores[image] = run.detections[first * DETECTION_STRIDE + 4]!;
    first += detections;
  });
  return scores;
}
