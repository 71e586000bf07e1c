/** @file Checks that each convention's graphs are fed and read as their families are, on small graphs of known answer. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { TORCHVISION_CARD } from "../../../../../src-main/data/models/card-presets";
import { prepareInput } from "../../../../../src-main/detection/preprocessing/prepare-input";
import { cornersOfAnswer } from "../../../../../src-main/jobs/detectors/corners-of-answer";
import type { DetectorSource } from "../../../../../src-main/jobs/detectors/detector";
import { openDetector } from "../../../../../src-main/jobs/detectors/open-detector";
import { ortSessions } from "../../../../../src-main/jobs/runtime/ort-sessions";
import type { ModelCard } from "../../../../../src-shared/domain/model";
import { buildDetector } from "../../../../builders/build-detectors";
import { buildOnnx, floats, int64s, ONNX_FLOAT, ONNX_INT64, type OnnxGraph } from "../../../../builders/build-onnx";
import { buildFolder } from "../../../../builders/build-store";
import { recordingLog } from "../../../../builders/recording-log";

const SIZE = { widthPx: 64, heightPx: 32 };
const image = { name: "images", type: ONNX_FLOAT, shape: [1, 3, SIZE.heightPx, SIZE.widthPx] };

function cardOf(change: Partial<ModelCard>): ModelCard {
  const input = { ...SIZE, channels: 3, resize: "opencv-bilinear" } as const;
  return { ...TORCHVISION_CARD, input, scoreFloor: 0.25, ...change };
}

/** Constants come out as they are; a graph must read its input somewhere, so that they are added to nothing of it. */
function answering(
  outputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>>,
): OnnxGraph {
  const names = Object.keys(outputs);
  return {
    inputs: [image],
    outputs: names.map((name) => ({ name, type: ONNX_FLOAT, shape: outputs[name]!.shape })),
    constants: [
      floats("none", [1], [0]),
      ...names.map((name) => floats(`${name}Values`, outputs[name]!.shape, outputs[name]!.values)),
    ],
    nodes: [
      { operator: "ReduceMean", inputs: ["images"], outputs: ["mean"], attributes: { keepdims: { int: 0 } } },
      { operator: "Mul", inputs: ["mean", "none"], outputs: ["nothing"] },
      ...names.map((name) => ({ operator: "Add", inputs: [`${name}Values`, "nothing"], outputs: [name] })),
    ],
  };
}

async function open(model: OnnxGraph | Uint8Array, card: ModelCard, change: Partial<DetectorSource> = {}) {
  const file = path.join(buildFolder(), "foreign.onnx");
  await writeFile(file, model instanceof Uint8Array ? model : buildOnnx(model));
  const log = recordingLog();
  const source = { file, card, device: "cpu", precision: "single", ...change } as const;
  const detector = await openDetector(source, { sessions: ortSessions({ log }), log });
  onTestFinished(() => detector.release());
  return detector;
}

async function answerOf(model: OnnxGraph, card: ModelCard) {
  const detector = await open(model, card);
  const prepared = prepareInput({ rows: 16, columns: 16, values: new Uint8Array(256) }, card.input);
  const { boxes, scores, labels } = cornersOfAnswer(await detector.detect(prepared), card.scoreFloor);
  return { boxes: [...boxes], scores: [...scores], labels };
}

test("half precision of a model that has its own is refused in one sentence", async () => {
  await expect(
    open(buildDetector(), cardOf({ convention: "torchvision" }), { precision: "half" }),
  ).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/^foreign\.onnx is an ONNX model, [^.]*only checkpoints have\.$/),
  });
});

test("a graph of another convention is refused, by the name that the person knows", async () => {
  const opening = open(buildDetector(), cardOf({ convention: "rt-detr-end-to-end" }), { name: "chest.onnx" });
  await expect(opening).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/^chest\.onnx takes .* was expected\.$/),
  });
});

test("boxes of width and height are told as such", async () => {
  const card = cardOf({
    convention: "torchvision",
    boxFormat: "xywh",
    input: { channels: 3, resize: "opencv-bilinear", widthPx: 32, heightPx: 32 },
  });
  const detector = await open(buildDetector(), card);
  const prepared = prepareInput({ rows: 32, columns: 32, values: new Uint8Array(1024).fill(255) }, card.input);
  const answer = await detector.detect(prepared);
  expect(answer.boxFormat).toBe("xywh");
  expect([...cornersOfAnswer(answer, 0.75).boxes]).toEqual([4, 8, 24, 32]);
});

test("RT-DETR end to end is told its input's width and height, and answers in its pixels", async () => {
  const { nodes, constants, outputs } = answering({
    shares: { shape: [1, 2, 4], values: [0.25, 0.25, 0.5, 0.75, 0, 0, 1, 1] },
    scores: { shape: [1, 2], values: [0.5, 0.125] },
  });
  const model: OnnxGraph = {
    inputs: [image, { name: "orig_target_sizes", type: ONNX_INT64, shape: [1, 2] }],
    constants: [...constants!, int64s("classes", [1, 2], [3, 0])],
    nodes: [
      ...nodes,
      { operator: "Cast", inputs: ["orig_target_sizes"], outputs: ["size"], attributes: { to: { int: 1 } } },
      { operator: "Concat", inputs: ["size", "size"], outputs: ["sides"], attributes: { axis: { int: 1 } } },
      { operator: "Mul", inputs: ["shares", "sides"], outputs: ["boxes"] },
      { operator: "Identity", inputs: ["classes"], outputs: ["labels"] },
    ],
    outputs: [
      { name: "labels", type: ONNX_INT64, shape: [1, 2] },
      { name: "boxes", type: ONNX_FLOAT, shape: [1, 2, 4] },
      ...outputs.filter(({ name }) => name === "scores"),
    ],
  };
  const found = await answerOf(model, cardOf({ convention: "rt-detr-end-to-end" }));
  expect(found).toEqual({ boxes: [16, 8, 32, 24], scores: [0.5], labels: [3] });
});

test("YOLOv5's rows are centre, size, objectness and classes", async () => {
  const rows = [32, 16, 16, 8, 0.5, 0.25, 1, 32, 16, 16, 8, 0.5, 0.25, 0.875, 8, 8, 4, 4, 0.125, 1, 1];
  const found = await answerOf(
    answering({ output0: { shape: [1, 3, 7], values: rows } }),
    cardOf({ convention: "yolo-v5" }),
  );
  // The second lies upon the first, and the third is below the floor.
  expect(found).toEqual({ boxes: [24, 12, 40, 20], scores: [0.5], labels: [1] });
});

test("YOLOv8's columns are centre, size and classes, and the card's own suppression counts", async () => {
  const [x, y] = [
    [32, 32, 8],
    [16, 17, 8],
  ];
  const columns = [x!, y!, [16, 16, 4], [8, 8, 4], [0.5, 0.75, 0], [0, 0, 1]].flatMap((row) => [...row, 0, 0, 0]);
  const model = answering({ output0: { shape: [1, 6, 6], values: columns } });
  const found = await answerOf(model, cardOf({ convention: "yolo-v8" }));
  expect(found.boxes).toEqual([6, 6, 10, 10, 24, 13, 40, 21]);
  expect(found.labels).toEqual([1, 0]);
  const suppression = { iouThreshold: 0.95, detectionsPerImage: 2 };
  const kept = await answerOf(model, cardOf({ convention: "yolo-v8", suppression, scoreFloor: 0 }));
  expect(kept.scores).toEqual([1, 0.75]);
});

test("YOLO end to end answers corners, score and class", async () => {
  const rows = [1, 2, 11, 12, 0.5, 2, 5, 5, 9, 9, 0.125, 0];
  const model = answering({ output0: { shape: [1, 2, 6], values: rows } });
  const found = await answerOf(model, cardOf({ convention: "yolo-end-to-end" }));
  expect(found).toEqual({ boxes: [1, 2, 11, 12], scores: [0.5], labels: [2] });
});

test("DETR's and RT-DETR's boxes are shares of the input; only DETR has a class for nothing", async () => {
  const boxes = { shape: [1, 2, 4], values: [0.5, 0.5, 0.25, 0.5, 0.25, 0.25, 0.25, 0.25] };
  const detr = answering({ logits: { shape: [1, 2, 3], values: [9, 0, 0, 0, 0, 9] }, pred_boxes: boxes });
  const found = await answerOf(detr, cardOf({ convention: "detr" }));
  expect(found).toMatchObject({ boxes: [24, 8, 40, 24], labels: [0] });
  const rtDetr = answering({ logits: { shape: [1, 2, 2], values: [-9, 9, -9, -9] }, pred_boxes: boxes });
  expect(await answerOf(rtDetr, cardOf({ convention: "rt-detr" }))).toMatchObject({
    boxes: [24, 8, 40, 24],
    labels: [1],
  });
  const rows = { shape: [1, 1, 6], values: [0.5, 0.5, 0.25, 0.5, 0.125, 0.75] };
  const ultralytics = await answerOf(answering({ output0: rows }), cardOf({ convention: "rt-detr-ultralytics" }));
  expect(ultralytics).toEqual({ boxes: [24, 8, 40, 24], scores: [0.75], labels: [1] });
});

/** Two levels of one square anchor, 4 × 8 and 2 × 4 cells. */
const anchors = [16, 32].map((sizePx) => ({ sizesPx: [sizePx], aspectRatios: [1] }));
/** One logit stands out on each level; all boxes are the anchors themselves. */
const logits = [32, 8].map((cells, level) => Array.from({ length: cells }, (_, cell) => (cell === 5 + level ? 2 : -9)));
const deltas = logits.map((level) => level.flatMap(() => [0, 0, 0, 0]));

test("RetinaNet's heads are read alike, level by level and joined", async () => {
  const card = cardOf({ convention: "retinanet", network: { anchors } });
  const byLevel = answering({
    cls0: { shape: [1, 1, 4, 8], values: logits[0]! },
    cls1: { shape: [1, 1, 2, 4], values: logits[1]! },
    box0: { shape: [1, 4, 4, 8], values: deltas[0]! },
    box1: { shape: [1, 4, 2, 4], values: deltas[1]! },
  });
  const joined = answering({
    cls_logits: { shape: [1, 40, 1], values: logits.flat() },
    bbox_regression: { shape: [1, 40, 4], values: deltas.flat() },
  });
  const found = await answerOf(byLevel, card);
  // Cell 5 of the first row, 8 pixels apart, and cell 2 of the second, 16 pixels apart; clipped to the image.
  expect(found.boxes).toEqual([32, 0, 48, 8, 16, 0, 48, 32]);
  expect(found.labels).toEqual([0, 0]);
  expect(await answerOf(joined, card)).toEqual(found);
});

test("RetinaNet's joined rows that are not as many as the card's anchors are refused", async () => {
  const short = answering({
    cls_logits: { shape: [1, 39, 1], values: logits.flat().slice(1) },
    bbox_regression: { shape: [1, 39, 4], values: deltas.flat().slice(4) },
  });
  await expect(answerOf(short, cardOf({ convention: "retinanet", network: { anchors } }))).rejects.toMatchObject({
    code: "unsupported",
    message: "The model answered 39 rows of class logits and 39 of box deltas; its card's anchors make 40 of each.",
  });
});
