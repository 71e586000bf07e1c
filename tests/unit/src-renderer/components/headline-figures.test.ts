/** @file What an evaluation says of its headline figures, and why it says nothing. */
import { expect, test } from "vitest";
import { headlineValue, NOT_HELD, whyUndefinedIn } from "../../../../src-renderer/components/headline-figures";
import { Evaluation, HEADLINE_FIGURES } from "../../../../src-shared/domain/evaluation";

const OLD = Evaluation.parse({
  id: "evaluation",
  runId: "run",
  createdAt: "2026-11-23T10:00:00.000Z",
  images: 3,
  references: 2,
  detections: 4,
  coco: { AP: 0.1, AP50: 0.2, AP75: 0.3 },
  perImage: [],
  operatingPoint: {
    iouThreshold: 0.5,
    scoreThreshold: 0.3,
    truePositives: 1,
    falsePositives: 1,
    misses: 1,
    precision: 0.7,
    recall: 0.8,
  },
});
const NEW = { ...OLD, rsna: 0.4, cpm: 0.5, auc: 0.6, froc: [], calibrationErrors: {} };

test("every headline figure is found where the evaluation keeps it", () => {
  expect(HEADLINE_FIGURES.map((figure) => headlineValue(NEW, figure))).toEqual([
    0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8,
  ]);
});

test("a figure that an older version did not compute is told apart from one that is undefined", () => {
  expect(whyUndefinedIn(OLD, "auc")).toBe(NOT_HELD);
  expect(whyUndefinedIn(OLD, "AP")).toBe("The images have no reference box.");
  expect(whyUndefinedIn(NEW, "auc")).toBe("The images are all positive or all negative.");
});
