/** @file Checks the counts at one operating point. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { operatingPoint } from "../../../../../src-main/detection/evaluation/operating-point";
import { matchRun } from "../../../../../src-shared/matching/match-run";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../../builders/arbitrary-images";

test("boxes of a file are counted as the same boxes of a run are", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      expect(operatingPoint({ images }, thresholds)).toEqual(matchRun(runTableOf(images), thresholds).counts);
    }),
  );
});

test("a lower score threshold never finds less", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const lower = { ...thresholds, scoreThreshold: thresholds.scoreThreshold / 2 };
      const found = operatingPoint({ images }, thresholds).truePositives;
      expect(operatingPoint({ images }, lower).truePositives).toBeGreaterThanOrEqual(found);
    }),
  );
});
