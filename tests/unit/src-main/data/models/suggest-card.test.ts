/** @file The card that a file without one starts with. */
import { expect, test } from "vitest";
import {
  CARD_PRESETS,
  CONVENTION_CARDS,
  NOTEBOOK_CHECKPOINT_CARD,
} from "../../../../../src-main/data/models/card-presets";
import { COCO_LABELS, COCO_LABELS_FROM_ZERO } from "../../../../../src-main/data/models/coco-classes";
import { exporterLabels } from "../../../../../src-main/data/models/exporter-labels";
import { suggestCard } from "../../../../../src-main/data/models/suggest-card";
import { MODEL_CONVENTIONS } from "../../../../../src-shared/domain/model";

test("the file gives the name, and a size and channels where it fixes them", () => {
  const open = suggestCard(CONVENTION_CARDS["yolo-v8"], { file: "/data/best.onnx" });
  expect(open).toMatchObject({
    name: "best",
    input: { widthPx: 640, heightPx: 640, channels: 3, resize: "letterbox" },
  });
  const fixed = suggestCard(CONVENTION_CARDS["yolo-v8"], { file: "b.onnx", channels: 1, heightPx: 320, widthPx: 416 });
  expect(fixed.input).toMatchObject({ widthPx: 416, heightPx: 320, channels: 1 });
});

test("a preset that does not resize does so for a graph of a fixed size", () => {
  const card = suggestCard(
    { ...CONVENTION_CARDS.torchvision, input: { channels: 3, resize: "none" } },
    { file: "a.onnx", heightPx: 64, widthPx: 64 },
  );
  expect(card.input.resize).toBe("opencv-bilinear");
});

test("heads of COCO's size name COCO's classes as their convention counts them", () => {
  const labels = (convention: keyof typeof CONVENTION_CARDS, classes: number) =>
    suggestCard(CONVENTION_CARDS[convention], { file: "a", classes }).labels;
  expect(labels("checkpoint", 91)).toEqual(COCO_LABELS);
  expect(labels("detr", 91)).toEqual(COCO_LABELS);
  expect(labels("yolo-v8", 80)).toEqual(COCO_LABELS_FROM_ZERO);
  expect(labels("rt-detr", 80)).toEqual(COCO_LABELS_FROM_ZERO);
  expect(labels("checkpoint", 80)).toEqual({});
  expect(labels("yolo-v8", 3)).toEqual({});
  expect([COCO_LABELS["1"], COCO_LABELS["90"], COCO_LABELS["12"]]).toEqual(["person", "toothbrush", undefined]);
  expect([COCO_LABELS_FROM_ZERO["0"], COCO_LABELS_FROM_ZERO["79"]]).toEqual(["person", "toothbrush"]);
});

test("names that the exporter wrote come before the preset's and COCO's", () => {
  const labels = exporterLabels(new Map([["names", `{0: 'nodule', 1: "pleural 'effusion'", 2: 'it\\'s'}`]]))!;
  expect(labels).toEqual({ "0": "nodule", "1": "pleural 'effusion'", "2": "it's" });
  expect(suggestCard(CONVENTION_CARDS["yolo-v8"], { file: "a", classes: 80, labels }).labels).toEqual(labels);
  expect(suggestCard(NOTEBOOK_CHECKPOINT_CARD, { file: "a", classes: 2 }).labels).toEqual({ "1": "Pneumonia" });
});

test("names of a preset are left out where the file has another number of classes", () => {
  const labels = (classes?: number) =>
    suggestCard(NOTEBOOK_CHECKPOINT_CARD, { file: "a", ...(classes !== undefined && { classes }) }).labels;
  expect(labels(2)).toEqual({ "1": "Pneumonia" });
  expect(labels(5)).toEqual({});
  expect(labels(91)).toEqual(COCO_LABELS);
  // An export in torchvision's convention does not tell how many it has.
  expect(labels()).toEqual({ "1": "Pneumonia" });
});

test("a checkpoint's presets say to which size the network resizes", () => {
  const ofCheckpoints = CARD_PRESETS.filter(({ card }) => card.convention === "checkpoint");
  expect(ofCheckpoints).toHaveLength(2);
  for (const { card } of ofCheckpoints) expect(card.network).toMatchObject({ minSizePx: 800, maxSizePx: 1333 });
});

test.each(["", "names", "{}", "{0: person}", "{a: 'b'}", "{0: ''}"])("%j is no list of names", (names) => {
  expect(exporterLabels(new Map([["names", names]]))).toBeUndefined();
  expect(exporterLabels(new Map())).toBeUndefined();
});

test("each convention has a card of its own, and each preset another title", () => {
  expect(Object.keys(CONVENTION_CARDS)).toEqual(Object.keys(MODEL_CONVENTIONS));
  for (const [convention, card] of Object.entries(CONVENTION_CARDS)) expect(card.convention).toBe(convention);
  expect(new Set(CARD_PRESETS.map(({ title }) => title)).size).toBe(CARD_PRESETS.length);
});
