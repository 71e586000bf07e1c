/** @file Counts right and wrong detections from each score of a run up: what every curve over scores starts from. */
import { DETECTION_STRIDE } from "../contract/run-table";
import type { MatchableRun } from "../matching/match-run";
import { rowsInFallingScore } from "../matching/rows-in-falling-score";
import { verdictsOf } from "./verdicts-of";

export interface ScoreTally {
  readonly score: number;
  /** Detections of this score or a higher one that found a reference box. */
  readonly right: number;
  /** Those that found none. */
  readonly wrong: number;
}

interface KnownTallies {
  readonly iouThreshold: number;
  readonly tallies: readonly ScoreTally[];
}

const talliesOfRuns = new WeakMap<MatchableRun, KnownTallies>();

/** In falling score, one tally for all detections that tie; of several scores in a row that hold wrong detections
 * alone, the last: a curve runs straight between, as scikit-learn's `drop_intermediate` has it, and there are at most
 * two tallies for each reference. By the greedy matching of `matchRun`, in which a lower score never takes a reference
 * from a higher one, so that one matching serves every score. The last answer is kept with the run. */
export function tallyByScore(run: MatchableRun, iouThreshold: number): readonly ScoreTally[] {
  const known = talliesOfRuns.get(run);
  if (known?.iouThreshold === iouThreshold) return known.tallies;
  const tallies = tallyRanks(run, iouThreshold);
  talliesOfRuns.set(run, { iouThreshold, tallies });
  return tallies;
}

function tallyRanks(run: MatchableRun, iouThreshold: number): readonly ScoreTally[] {
  const verdicts = verdictsOf(run, iouThreshold);
  const rows = rowsInFallingScore(run);
  const tallies: ScoreTally[] = [];
  let right = 0;
  let next = scoreAt(run, rows[0]);
  for (let rank = 0; rank < rows.length; rank++) {
    const score = next;
    next = scoreAt(run, rows[rank + 1]);
    right += verdicts[rows[rank]!]!;
    if (next === score) continue;
    const isStraight = tallies.at(-1)?.right === right && tallies.at(-2)?.right === right;
    if (isStraight) tallies.pop();
    tallies.push({ score, right, wrong: rank + 1 - right });
  }
  return tallies;
}

/** NaN beyond the last row, which ties with nothing. */
function scoreAt({ detections }: MatchableRun, row: number | undefined): number {
  return row === undefined ? NaN : detections[row * DETECTION_STRIDE + 4]!;
}
