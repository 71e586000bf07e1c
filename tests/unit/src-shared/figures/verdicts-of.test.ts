/** @file Right and wrong detections of a run. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scoresOf } from "../../../../src-shared/figures/scores-of";
import { verdictsOf } from "../../../../src-shared/figures/verdicts-of";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";

test("as many detections from a score up are right as the operating point there counts", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const run = runTableOf(images);
      const scores = scoresOf(run);
      const verdicts = verdictsOf(run, thresholds.iouThreshold);
      const right = verdicts.filter(
        (verdict, row) => verdict && scores[row]! >= Math.fround(thresholds.scoreThreshold),
      );
      expect(right).toHaveLength(matchRun(run, thresholds).counts.truePositives);
    }),
  );
});
