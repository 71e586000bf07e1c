/** @file What becomes of an explained box at the thresholds. */
import { expect, test } from "vitest";
import type { ExplanationTarget } from "../../../../src-shared/domain/explanation";
import { analyseRun } from "../../../../src-renderer/stores/run-analysis";
import { targetOutcome } from "../../../../src-renderer/stores/target-outcome";
import { runTableOf } from "../../../builders/arbitrary-images";

const HERE = { x1: 0, y1: 0, x2: 10, y2: 10 };
const THERE = { x1: 30, y1: 30, x2: 40, y2: 40 };
const table = runTableOf([
  {
    id: "one image",
    references: [
      { box: HERE, label: "nodule" },
      { box: THERE, label: "nodule" },
    ],
    detections: [
      { box: HERE, score: 0.9, label: "nodule" },
      { box: { x1: 60, y1: 60, x2: 70, y2: 70 }, score: 0.8, label: "nodule" },
      { box: THERE, score: 0.2, label: "nodule" },
    ],
  },
]);
const { detectionIds, referenceIds } = table.head;

test("a detection is right, wrong, or below the threshold", () => {
  const outcomes = detectionIds.map((detectionId) => outcomeAt(0.5, { kind: "detection", detectionId }));
  expect(outcomes).toEqual(["true-positive", "false-positive", "below-threshold"]);
});

test("a missed reference box is found once the threshold lets its detection through", () => {
  const target = { kind: "miss", annotationId: referenceIds[1]! } as const;
  expect(outcomeAt(0.5, target)).toBe("miss");
  expect(outcomeAt(0.1, target)).toBe("found");
});

test("a label is no box, and a box of another run has no outcome here", () => {
  expect(outcomeAt(0.5, { kind: "label", label: "nodule" })).toBeUndefined();
  expect(outcomeAt(0.5, { kind: "strongest", label: "nodule" })).toBeUndefined();
  expect(outcomeAt(0.5, { kind: "miss", annotationId: "elsewhere" } as unknown as ExplanationTarget)).toBeUndefined();
});

function outcomeAt(scoreThreshold: number, target: ExplanationTarget) {
  return targetOutcome(analyseRun(table, { scoreThreshold, iouThreshold: 0.5 }), target);
}
