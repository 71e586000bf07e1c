/** @file The score histogram. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SCORE_BINS, scoreHistogramBins } from "../../../../src-shared/figures/score-histogram-bins";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { arbitraryImages, runTableOf } from "../../../builders/arbitrary-images";

test("every detection is in one bin, right or wrong as the matching says", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const run = runTableOf(images);
      const bins = scoreHistogramBins(run, 0.5);
      const { counts } = matchRun(run, { scoreThreshold: 0, iouThreshold: 0.5 });
      expect(bins).toHaveLength(SCORE_BINS);
      expect(bins.reduce((sum, bin) => sum + bin.truePositives, 0)).toBe(counts.truePositives);
      expect(bins.reduce((sum, bin) => sum + bin.falsePositives, 0)).toBe(counts.falsePositives);
    }),
  );
});
