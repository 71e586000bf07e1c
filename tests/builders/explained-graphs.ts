/** @file Small graphs of detectors whose gradients can be written down, opened for explaining. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { onTestFinished } from "vitest";
import { TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import type { PreparedInput } from "../../src-main/detection/preprocessing/prepare-input";
import { openGraphExplainer } from "../../src-main/jobs/explainers/graph-explainer";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import { GraphBuilder, type Value } from "../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../src-main/numerics/onnx/encode-model";
import type { Graph } from "../../src-main/numerics/onnx/graph";
import type { ModelCard } from "../../src-shared/domain/model";
import { buildFolder } from "./build-store";
import { recordingLog } from "./recording-log";

export const SIDE = 8;
export const CHANNELS = 4;

/** Numbers that look random and are the same each time. */
export function weights(...shape: readonly number[]) {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length: count }, (_, index) => Math.sin(1 + 7 * index) / 2);
  return { type: "float32", shape, data } as const;
}

/** An image, a strided convolution with its activation, and what `head` makes of it. */
export function buildGraph(head: (builder: GraphBuilder, features: Value) => void): Graph {
  const builder = new GraphBuilder("small");
  const image = builder.input("images", "float32", [1, 3, SIDE, SIDE]);
  const stem = builder.conv(image, builder.constant(weights(CHANNELS, 3, 3, 3)), { strides: 2, pads: 1 });
  head(builder, builder.relu(stem));
  return builder.toGraph();
}

/** Columns of YOLOv8, one class, whose scores are a logistic function of the features. */
export function buildYolo(
  between: (builder: GraphBuilder, features: Value) => Value = (_, features) => features,
): Graph {
  return buildGraph((builder, features) => {
    const answer = builder.conv(between(builder, features), builder.constant(weights(5, CHANNELS, 1, 1), "headWeight"));
    builder.output("output0", builder.reshape(builder.sigmoid(answer), [1, 5, -1]));
  });
}

export function cardOf(change: Partial<ModelCard>): ModelCard {
  const input = { widthPx: SIDE, heightPx: SIDE, channels: 3, resize: "none" } as const;
  return { ...TORCHVISION_CARD, input, scoreFloor: 0, ...change };
}

export const YOLO = cardOf({ convention: "yolo-v8" });

export async function openExplained(graph: Graph, card: ModelCard, opset = 18) {
  const file = path.join(buildFolder(), "small.onnx");
  await writeFile(file, encodeModel(graph, { opset }));
  const log = recordingLog();
  const source = { file, card, device: "cpu", precision: "single" } as const;
  const explainer = await openGraphExplainer(source, { sessions: ortSessions({ log }), log });
  onTestFinished(() => explainer.release());
  return explainer;
}

export const INPUT: PreparedInput = {
  data: Float32Array.from({ length: 3 * SIDE * SIDE }, (_, index) => Math.cos(index)),
  shape: [3, SIDE, SIDE],
  scaleX: 1,
  scaleY: 1,
  offsetXPx: 0,
  offsetYPx: 0,
};
