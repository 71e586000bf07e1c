/** @file Says of each detection of a run whether it was right, whatever its score. */
import { matchRun, type MatchableRun } from "../matching/match-run";

/** [D] 1 for a detection that found a reference of its label from the IoU threshold up, 0 for one that did not, by the
 * greedy matching of `matchRun` at score threshold 0. */
export function verdictsOf(run: MatchableRun, iouThreshold: number): Uint8Array {
  const { referenceOf } = matchRun(run, { scoreThreshold: 0, iouThreshold });
  return Uint8Array.from(referenceOf, (reference) => Number(reference >= 0));
}
