/** @file Says whether a detection is shown and counted at a score threshold. */

/** Scores leave a network in float32, where 0.7 is a little less than the number 0.7 that a slider holds; comparing
 * both in float32 keeps a detection of "0.70" at the threshold 0.70, as torch does. */
export function reachesThreshold(score: number, scoreThreshold: number): boolean {
  return Math.fround(score) >= Math.fround(scoreThreshold);
}
