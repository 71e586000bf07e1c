/** @file The free-response curve against LUNA16's script. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  competitionMetric,
  frocCurve,
  FROC_RATES,
  meanSensitivity,
  sensitivityAt,
} from "../../../../src-shared/figures/froc-curve";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { arbitraryImages, runTableOf } from "../../../builders/arbitrary-images";
import { readLiveFigures } from "../../../builders/live-figures";

test.each(readLiveFigures())("the sensitivities of %s are those of LUNA16's script", (_, run, expected) => {
  const points = sensitivityAt(frocCurve(run, 0.5)!);
  expect(points.map(({ falsePositivesPerImage }) => falsePositivesPerImage)).toEqual([...FROC_RATES]);
  points.forEach(({ sensitivity }, index) => expect(sensitivity).toBeCloseTo(expected.sensitivities[index]!, 12));
  expect(competitionMetric(run, 0.5)).toBeCloseTo(expected.cpm, 12);
});

test("each point has the counts of the run at its score", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const run = runTableOf(images);
      for (const { score, sensitivity, falsePositivesPerImage } of frocCurve(run, 0.5) ?? []) {
        const { counts } = matchRun(run, { scoreThreshold: score, iouThreshold: 0.5 });
        expect(sensitivity).toBe(counts.recall);
        expect(falsePositivesPerImage).toBe(counts.falsePositives / images.length);
      }
    }),
  );
});

test("between points sensitivity is linear, from the origin on; beyond the last it stays", () => {
  const curve = [
    { falsePositivesPerImage: 0.5, sensitivity: 0.5 },
    { falsePositivesPerImage: 0.5, sensitivity: 0.6 },
    { falsePositivesPerImage: 1.5, sensitivity: 0.8 },
  ];
  const at = sensitivityAt(curve, [0.25, 0.5, 1, 8]).map(({ sensitivity }) => sensitivity);
  expect(at).toEqual([0.25, 0.6, 0.7, 0.8]);
});

test("a model that draws nothing finds nothing, and without references there is nothing to find", () => {
  const references = [{ box: { x1: 0, y1: 0, x2: 4, y2: 4 }, label: "nodule" }];
  const silent = runTableOf([{ id: "a", references, detections: [] }]);
  expect(competitionMetric(silent, 0.5)).toBe(0);
  expect(competitionMetric(runTableOf([{ id: "a", references: [], detections: [] }]), 0.5)).toBeUndefined();
  expect(competitionMetric(runTableOf([]), 0.5)).toBeUndefined();
  expect(meanSensitivity([])).toBeUndefined();
});
