/** @file The score histogram against NumPy's. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scoreHistogram } from "../../../../src-shared/figures/score-histogram";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { arbitraryImages, runTableOf } from "../../../builders/arbitrary-images";
import { readLiveFigures } from "../../../builders/live-figures";

test.each(readLiveFigures())("the bins of %s are those of numpy.histogram", (_, run, expected) => {
  const bins = scoreHistogram(run, { iouThreshold: 0.5, bins: 50 });
  expect(bins.map(({ right }) => right)).toEqual(expected.right);
  expect(bins.map(({ wrong }) => wrong)).toEqual(expected.wrong);
});

test("every detection is in one bin, right or wrong as the matching says", () => {
  fc.assert(
    fc.property(arbitraryImages(), fc.integer({ min: 1, max: 60 }), (images, bins) => {
      const run = runTableOf(images);
      const histogram = scoreHistogram(run, { iouThreshold: 0.5, bins });
      const { counts } = matchRun(run, { scoreThreshold: 0, iouThreshold: 0.5 });
      expect(histogram).toHaveLength(bins);
      expect(histogram.reduce((sum, bin) => sum + bin.right, 0)).toBe(counts.truePositives);
      expect(histogram.reduce((sum, bin) => sum + bin.wrong, 0)).toBe(counts.falsePositives);
    }),
  );
});

test("a score on an edge lies in the upper bin, 1 in the last", () => {
  const box = { x1: 0, y1: 0, x2: 4, y2: 4 };
  const detections = [1, 0.5, 0.25].map((score) => ({ box, label: "nodule", score }));
  const run = runTableOf([{ id: "image", references: [], detections }]);
  const bins = scoreHistogram(run, { iouThreshold: 0.5, bins: 4 });
  expect(bins.map(({ wrong }) => wrong)).toEqual([0, 1, 1, 1]);
});
