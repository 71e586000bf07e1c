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
