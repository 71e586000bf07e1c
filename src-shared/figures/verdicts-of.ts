/** @file Says of each detection of a run whether it was right, whatever its score. */
import { matchRun, type MatchableRun } from "../matching/match-run";

const verdictsOfRuns = new WeakMap<MatchableRun, { readonly iouThreshold: number; readonly verdicts: Uint8Array }>();

/** [D] 1 for a detection that found a reference of its label from the IoU threshold up, 0 for one that did not, by the
 * greedy matching of `matchRun` at score threshold 0. The last answer is kept with the run, since several charts ask at
 * the same threshold: read it, do not write it. */
export function verdictsOf(run: MatchableRun, iouThreshold: number): Uint8Array {
  const known = verdictsOfRuns.get(run);
  if (known?.iouThreshold === iouThreshold) return known.verdicts;
  const { referenceOf } = matchRun(run, { scoreThreshold: 0, iouThreshold });
  const verdicts = new Uint8Array(referenceOf.length);
  for (let row = 0; row < verdicts.length; row++) verdicts[row] = Number(referenceOf[row]! >= 0);
  verdictsOfRuns.set(run, { iouThreshold, verdicts });
  return verdicts;
}
