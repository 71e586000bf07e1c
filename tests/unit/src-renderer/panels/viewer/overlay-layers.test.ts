/** @file The boxes over an image as they are judged at the thresholds. */
import { expect, test } from "vitest";
import { overlayLayers } from "../../../../../src-renderer/panels/viewer/overlay-layers";
import { analyseRun } from "../../../../../src-renderer/stores/run-analysis";
import type { StudyDetail } from "../../../../../src-shared/contract/studies";
import { runTableOf } from "../../../../builders/arbitrary-images";

const HIT = { x1: 10, y1: 10, x2: 20, y2: 20 };
const ASTRAY = { x1: 40, y1: 40, x2: 50, y2: 50 };
const UNSEEN = { x1: 30, y1: 10, x2: 36, y2: 16 };

/** Two references, of which the first is found at 0.8; a false positive at 0.6, and one at 0.1. */
const TABLE = runTableOf([
  {
    id: "image-0",
    references: [
      { box: HIT, label: "nodule" },
      { box: UNSEEN, label: "nodule" },
    ],
    detections: [
      { box: HIT, label: "nodule", score: 0.8 },
      { box: ASTRAY, label: "nodule", score: 0.6 },
      { box: ASTRAY, label: "nodule", score: 0.1 },
    ],
  },
]);
const DETAIL = {
  instance: { id: "image-0" },
  annotations: [
    { id: "reference-0", box: HIT, label: "nodule" },
    { id: "reference-1", box: UNSEEN, label: "nodule" },
  ],
} as unknown as StudyDetail;

const statusesOf = (layers: ReturnType<typeof overlayLayers>) =>
  Object.fromEntries(layers.map(({ kind, findings }) => [kind, findings.map(({ id, status }) => `${id} ${status}`)]));

test("references and the detections that reach the threshold are judged", () => {
  const analysis = analyseRun(TABLE, { scoreThreshold: 0.3, iouThreshold: 0.5 });
  expect(statusesOf(overlayLayers(DETAIL, analysis))).toEqual({
    reference: ["reference-0 matched", "reference-1 unmatched"],
    detections: ["detection-0 matched", "detection-1 unmatched"],
  });
});

test("a higher score threshold turns a found reference into a miss", () => {
  const analysis = analyseRun(TABLE, { scoreThreshold: 0.9, iouThreshold: 0.5 });
  expect(statusesOf(overlayLayers(DETAIL, analysis))).toEqual({
    reference: ["reference-0 unmatched", "reference-1 unmatched"],
    detections: [],
  });
});

test("without a run nothing is judged", () => {
  expect(statusesOf(overlayLayers(DETAIL, undefined))).toEqual({
    reference: ["reference-0 unjudged", "reference-1 unjudged"],
    detections: [],
  });
});
