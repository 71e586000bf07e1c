/** @file How many right and wrong detections there are in each range of scores. */
import type { MatchableRun } from "../matching/match-run";
import { linspace } from "./linspace";
import { scoresOf } from "./scores-of";
import { rangesBetween, type ValueRange } from "./value-range";
import { verdictsOf } from "./verdicts-of";

export interface ScoreBin extends ValueRange {
  readonly to: number;
  readonly right: number;
  readonly wrong: number;
}

export interface ScoreHistogramOptions {
  readonly iouThreshold: number;
  /** Of even width from 0 to 1. */
  readonly bins?: number;
}

/** Every detection of the run, whatever the score threshold, in bins with the edges of `numpy.histogram(scores, bins,
 * (0, 1))`; a score outside of 0 to 1 is in none. */
export function scoreHistogram(
  run: MatchableRun,
  { iouThreshold, bins = 25 }: ScoreHistogramOptions,
): readonly ScoreBin[] {
  const edges = linspace(0, 1, bins + 1);
  const counts = { right: new Uint32Array(bins), wrong: new Uint32Array(bins) };
  const verdicts = verdictsOf(run, iouThreshold);
  const scores = scoresOf(run);
  for (let row = 0; row < scores.length; row++) {
    const bin = binOf(scores[row]!, edges);
    const counted = verdicts[row] ? counts.right : counts.wrong;
    if (bin !== undefined) counted[bin]!++;
  }
  return rangesBetween(edges).map((range, bin) => ({
    ...range,
    right: counts.right[bin]!,
    wrong: counts.wrong[bin]!,
  }));
}

/** The product may round over an edge; the edges themselves decide. */
function binOf(score: number, edges: readonly number[]): number | undefined {
  if (!(score >= 0 && score <= 1)) return undefined;
  const last = edges.length - 2;
  const guess = Math.min(Math.floor(score * (last + 1)), last);
  if (score < edges[guess]!) return guess - 1;
  return guess < last && score >= edges[guess + 1]! ? guess + 1 : guess;
}
