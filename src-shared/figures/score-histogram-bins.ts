/** @file How many right and wrong detections there are in each range of scores. */
import { DETECTION_STRIDE, type RunTable } from "../contract/run-table";
import { matchRun } from "../matching/match-run";

export interface ScoreBin {
  readonly from: number;
  readonly to: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

export const SCORE_BINS = 25;

/** Every detection of the run, whatever the score threshold; the last bin holds a score of one too. */
export function scoreHistogramBins(
  run: Pick<RunTable, "head" | "detections" | "references">,
  iouThreshold: number,
): readonly ScoreBin[] {
  const { referenceOf } = matchRun(run, { scoreThreshold: 0, iouThreshold });
  const truePositives = Array.from({ length: SCORE_BINS }, () => 0);
  const falsePositives = Array.from({ length: SCORE_BINS }, () => 0);
  referenceOf.forEach((reference, row) => {
    const score = run.detections[row * DETECTION_STRIDE + 4]!;
    const bin = Math.min(SCORE_BINS - 1, Math.floor(score * SCORE_BINS));
    const counts = reference >= 0 ? truePositives : falsePositives;
    counts[bin]!++;
  });
  return truePositives.map((count, bin) => ({
    from: bin / SCORE_BINS,
    to: (bin + 1) / SCORE_BINS,
    truePositives: count,
    falsePositives: falsePositives[bin]!,
  }));
}
