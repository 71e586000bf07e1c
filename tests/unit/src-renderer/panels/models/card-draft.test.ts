/** @file A model card while it is edited. */
import { expect, test } from "vitest";
import { checkDraft, draftOf, draftUnder } from "../../../../../src-renderer/panels/models/card-draft";
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

test("classes are counted from 0 where a convention has no background", () => {
  const card = checkDraft({ ...draftOf(CARD), convention: "yolo-v8", labels: "0 Pneumonia\n1 Effusion" }).card;
  expect(card).toMatchObject({ convention: "yolo-v8", labels: { "0": "Pneumonia", "1": "Effusion" } });
});

test("the settings of a checkpoint’s network come back as they were", () => {
  const checkpoint: ModelCard = {
    ...CARD,
    convention: "checkpoint",
    network: {
      minSizePx: 256,
      maxSizePx: 256,
      normalisation: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
      anchors: [
        { sizesPx: [32], aspectRatios: [0.5, 1, 2] },
        { sizesPx: [64, 80], aspectRatios: [1] },
      ],
      candidatesPerLevel: 500,
      proposals: 300,
      proposalIouThreshold: 0.7,
      proposalScoreFloor: 0,
      batchNormEpsilon: 1e-5,
    },
    suppression: { iouThreshold: 0.5, detectionsPerImage: 100 },
  };
  expect(checkDraft(draftOf(checkpoint)).card).toEqual(checkpoint);
});

test("another convention brings its own input and leaves the person’s words", () => {
  const yolo: ModelCard = {
    ...CARD,
    name: "detector",
    description: "",
    convention: "yolo-v8",
    input: { widthPx: 640, heightPx: 640, channels: 3, resize: "letterbox" },
    labels: { "0": "a" },
    suggestedThreshold: 0.25,
  };
  const { description, labels } = CARD;
  const card = checkDraft(draftUnder("yolo-v8", draftOf(CARD), yolo)).card;
  expect(card).toEqual({ ...yolo, name: CARD.name, description, labels });
  expect(checkDraft(draftUnder("yolo-v8", draftOf(CARD), undefined)).card).toEqual({ ...CARD, convention: "yolo-v8" });
});

test("what another convention has no use for is not kept", () => {
  const draft = { ...draftOf(CARD), minSizePx: "800", suppressionIouThreshold: "0.5", detectionsPerImage: "10" };
  expect(checkDraft(draft).card).toEqual(CARD);
  expect(checkDraft({ ...draft, minSizePx: "wide" }).problems).toBeUndefined();
});

test("of a DETR the number of detections alone is asked for", () => {
  const draft = { ...draftOf(CARD), convention: "detr" as const, detectionsPerImage: "50" };
  expect(checkDraft(draft).card?.suppression).toEqual({ iouThreshold: 1, detectionsPerImage: 50 });
  expect(checkDraft({ ...draft, detectionsPerImage: "" }).card?.suppression).toBeUndefined();
  expect(checkDraft({ ...draft, detectionsPerImage: "many" }).problems).toEqual({
    detectionsPerImage: "“many” is not a whole number from 1 up.",
  });
});

test("each wrong setting of the network is told in a sentence", () => {
  const draft = { ...draftOf(CARD), convention: "checkpoint" as const };
  const problemsOf = (change: Partial<typeof draft>) => checkDraft({ ...draft, ...change }).problems;
  expect(problemsOf({ minSizePx: "0x10" })).toEqual({ minSizePx: "“0x10” is not a whole number from 1 to 8192." });
  expect(problemsOf({ minSizePx: "800", maxSizePx: "600" })).toEqual({
    maxSizePx: "It is below the shorter side, 800.",
  });
  expect(problemsOf({ proposalIouThreshold: "1.5" })).toEqual({
    proposalIouThreshold: "“1.5” is not a number from 0 to 1.",
  });
  expect(problemsOf({ networkMean: "0, 0, 0" })).toEqual({
    networkDeviation: "Mean and deviation are given together or not at all.",
  });
  for (const anchors of ["32", "32:", ": 1", "32: 0", "-32: 1", "32: 1: 2", "a: b"]) {
    expect(Object.keys(problemsOf({ anchors }) ?? {}), anchors).toEqual(["anchors"]);
  }
  expect(problemsOf({ suppressionIouThreshold: "0.5" })).toEqual({ detectionsPerImage: "Both are given, or neither." });
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
  expect(Object.keys(problemsOf({ labels: "01 Pneumonia" }) ?? {})).toEqual(["labels"]);
  expect(problemsOf({ labels: "1 Pneumonia\n1 Effusion" })).toEqual({ labels: "Class 1 is named twice." });
});
