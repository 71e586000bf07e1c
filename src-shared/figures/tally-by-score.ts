/** @file Counts right and wrong detections from each score of a run up: what every curve over scores starts from. */
import { DETECTION_STRIDE } from "../contract/run-table";
import type { MatchableRun } from "../matching/match-run";
import { rowsInFallingScore } from "./rows-in-falling-score";
import { verdictsOf } from "./verdicts-of";

export interface ScoreTally {
  readonly score: number;
  /** Detections of this score or a higher one that found a reference box. */
  readonly right: number;
  /** Those that found none. */
  readonly wrong: number;
}

/** In falling score, one tally for all detections that tie; by the greedy matching of `matchRun`, in which a lower score
 * never takes a reference from a higher one, so that one matching serves every score. */
export function tallyByScore(run: MatchableRun, iouThreshold: number): readonly ScoreTally[] {
  const verdicts = verdictsOf(run, iouThreshold);
  const rows = rowsInFallingScore(run);
  const scoreAt = (rank: number): number => run.detections[rows[rank]! * DETECTION_STRIDE + 4]!;
  const tallies: ScoreTally[] = [];
  let right = 0;
  for (let rank = 0; rank < rows.length; rank++) {
    right += verdicts[rows[rank]!]!;
    const score = scoreAt(rank);
    if (rank + 1 < rows.length && scoreAt(rank + 1) === score) continue;
    tallies.push({ score, right, wrong: rank + 1 - right });
  }
  return tallies;
}
