/** @file Checks the kinds and the order of a run's errors. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { rankErrors, type FalsePositiveKind } from "../../../../src-shared/matching/rank-errors";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";

const THRESHOLDS = { scoreThreshold: 0.3, iouThreshold: 0.5 };
const lesion = { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, label: "nodule" };

test.each([
  ["duplicate", { x1: 0, y1: 0, x2: 10, y2: 9 }, "nodule"],
  ["localisation", { x1: 0, y1: 0, x2: 10, y2: 4 }, "nodule"],
  ["classification", { x1: 0, y1: 0, x2: 10, y2: 9 }, "effusion"],
  ["classification-and-localisation", { x1: 0, y1: 0, x2: 10, y2: 4 }, "effusion"],
  ["background", { x1: 0, y1: 0, x2: 10, y2: 0.5 }, "nodule"],
  ["background", { x1: 30, y1: 30, x2: 40, y2: 40 }, "nodule"],
] as const)("a wrong detection is %s", (kind: FalsePositiveKind, box, label) => {
  const detections = [
    { ...lesion, score: 0.9 },
    { box, label, score: 0.8 },
  ];
  const run = runTableOf([{ id: "a", references: [lesion], detections }]);
  const { falsePositives, misses } = rankErrors(run, matchRun(run, THRESHOLDS));
  expect(falsePositives).toMatchObject([{ falsePositiveKind: kind, image: 0, detection: 1, score: Math.fround(0.8) }]);
  expect(misses).toEqual([]);
});

test("false positives stand in falling score over all images, without those below the threshold", () => {
  const far = { x1: 30, y1: 30, x2: 40, y2: 42 };
  const wrong = (score: number) => ({ box: far, label: "nodule", score });
  const run = runTableOf([
    { id: "a", references: [], detections: [wrong(0.5), wrong(0.2)] },
    { id: "b", references: [lesion], detections: [wrong(0.9), { ...lesion, score: 0.8 }, wrong(0.5)] },
  ]);
  const { falsePositives } = rankErrors(run, matchRun(run, THRESHOLDS));
  expect(falsePositives.map(({ image, detection }) => [image, detection])).toEqual([
    [1, 2],
    [0, 0],
    [1, 4],
  ]);
  expect(falsePositives[0]!.areaPx2).toBe(120);
});

test("misses stand in falling size, equal ones by how little of them was seen", () => {
  const small = { box: { x1: 0, y1: 0, x2: 5, y2: 5 }, label: "nodule" };
  const large = { box: { x1: 20, y1: 20, x2: 40, y2: 40 }, label: "nodule" };
  const glimpse = { box: { x1: 20, y1: 20, x2: 30, y2: 30 }, label: "nodule", score: 0.9 };
  const run = runTableOf([
    { id: "a", references: [small, large], detections: [glimpse] },
    { id: "b", references: [large], detections: [] },
  ]);
  const { misses } = rankErrors(run, matchRun(run, THRESHOLDS));
  expect(misses.map(({ image, reference, bestIou }) => [image, reference, bestIou])).toEqual([
    [1, 2, 0],
    [0, 1, 0.25],
    [0, 0, 0],
  ]);
});

test("there are as many errors of each kind as the counts say", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const run = runTableOf(images);
      const matches = matchRun(run, thresholds);
      const { falsePositives, misses } = rankErrors(run, matches);
      expect(falsePositives).toHaveLength(matches.counts.falsePositives);
      expect(misses).toHaveLength(matches.counts.misses);
    }),
  );
});
