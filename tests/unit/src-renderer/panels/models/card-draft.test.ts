/** @file A model card while it is edited. */
import { expect, test } from "vitest";
import { checkDraft, draftOf } from "../../../../../src-renderer/panels/models/card-draft";
import type { ModelCard } from "../../../../../src-shared/domain/model";

const CARD: ModelCard = {
  name: "Compact Faster R-CNN",
  description: "A small detector.",
  convention: "torchvision",
  input: {
    widthPx: 256,
    heightPx: 256,
    channels: 3,
    resize: "opencv-bilinear",
    normalisation: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
  },
  boxFormat: "xyxy",
  labels: { "1": "Pneumonia", "2": "Pleural effusion" },
  scoreFloor: 0.05,
  suggestedThreshold: 0.3,
  intendedUse: "Demonstration.",
};

test("a card that nobody changed comes back as it was", () => {
  expect(checkDraft(draftOf(CARD)).card).toEqual(CARD);
  const anySize: ModelCard = { ...CARD, input: { channels: 1, resize: "none" } };
  expect(checkDraft(draftOf(anySize)).card).toEqual(anySize);
});

test("each wrong field is told in a sentence, and none of the others", () => {
  const draft = draftOf(CARD);
  const problemsOf = (change: Partial<typeof draft>) => checkDraft({ ...draft, ...change }).problems;
  expect(problemsOf({ name: " " })).toEqual({ name: "A model needs a name." });
  expect(problemsOf({ widthPx: "2.5" })).toEqual({ widthPx: "“2.5” is not a whole number of pixels." });
  expect(problemsOf({ heightPx: "" })).toEqual({ heightPx: "Width and height are given together or not at all." });
  expect(problemsOf({ mean: "0.5, 0.5" })).toEqual({ mean: "Three numbers separated by commas, or nothing." });
  expect(problemsOf({ mean: "" })).toEqual({ deviation: "Mean and deviation are given together or not at all." });
  expect(problemsOf({ deviation: "1, 0, 1" })).toEqual({ deviation: "Each deviation must be above 0." });
  expect(Object.keys(problemsOf({ labels: "Pneumonia" }) ?? {})).toEqual(["labels"]);
  expect(Object.keys(problemsOf({ labels: "0 Background" }) ?? {})).toEqual(["labels"]);
});
