/** @file Holds the interpreter to torchvision's own doubles on whole small networks, and the codec to the shipped one. */
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { buildBoxGraph, buildFeatureGraph } from "../../../../../../src-main/detection/networks/faster-rcnn";
import { readArchitecture } from "../../../../../../src-main/detection/networks/read-architecture";
import { buildRetinaNet } from "../../../../../../src-main/detection/networks/retinanet";
import { decodeModel } from "../../../../../../src-main/numerics/onnx/decode-model";
import { encodeModel } from "../../../../../../src-main/numerics/onnx/encode-model";
import type { Graph } from "../../../../../../src-main/numerics/onnx/graph";
import { interpret } from "../../../../../../src-main/numerics/onnx/interpreter/interpret";
import type { ReferenceTensor } from "../../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { int64 } from "../../../../../builders/arbitrary-tensors";
import { drawn, readDrawnNetwork, type DrawnNetwork } from "../../../detection/networks/drawn-network";

/** Of the largest value of an answer: the weights are float32 after batch norm was folded into them, the answers were
 * stored as such, and nothing else is rounded. */
const TOLERANCE = 1e-6;
/** Its group norm divides the coarsest map by the distance of two numbers, which amplifies the weights' rounding. */
const AMPLIFIED = 2e-5;

test.each(["fasterrcnn-v1", "fasterrcnn-v2", "fasterrcnn-mobilenet-small"])(
  "%s answers what torchvision answers in doubles",
  (name) => {
    const network = readDrawnNetwork(name);
    const architecture = readArchitecture(network.shapes, name);
    if (architecture.kind !== "faster-rcnn") throw new Error("a Faster R-CNN was expected");
    const features = buildFeatureGraph(architecture, network.parameters);
    expect(furthestApart(interpret(features, { image: imageTensor() }), network)).toBeLessThan(TOLERANCE);
    const boxes = buildBoxGraph(architecture, network.parameters);
    expect(furthestApart(interpret(boxes, boxInputs(boxes, network)), network)).toBeLessThan(TOLERANCE);
  },
);

test.each([
  ["retinanet-v1", TOLERANCE],
  ["retinanet-v2", AMPLIFIED],
])("%s answers what torchvision answers in doubles", (name, tolerance) => {
  const network = readDrawnNetwork(name);
  const architecture = readArchitecture(network.shapes, name);
  if (architecture.kind !== "retinanet") throw new Error("a RetinaNet was expected");
  const answers = interpret(buildRetinaNet(architecture, network.parameters), { image: imageTensor() });
  expect(furthestApart(answers, network)).toBeLessThan(tolerance);
});

test("the shipped detector, decoded and written again, gives the same answers to the bit", async () => {
  const shipped = new Uint8Array(readFileSync("resources/models/compact-frcnn.onnx"));
  const { graph, opsets } = decodeModel(shipped);
  const written = encodeModel(graph, { opset: opsets.get("")! });
  expect(decodeModel(written).graph.nodes).toEqual(graph.nodes);
  const image = new Tensor(
    "float32",
    drawn("image", [3, 256, 256]).map((value) => value / 4 + 0.5),
    [3, 256, 256],
  );
  const [expected, found] = [await run(shipped, image), await run(written, image)];
  expect(expected["boxes"]!.dims[0]).toBeGreaterThan(0);
  for (const [name, { dims, data }] of Object.entries(expected)) {
    expect(found[name]).toMatchObject({ dims });
    expect(found[name]!.data).toEqual(data);
  }
});

type Answers = Awaited<ReturnType<InferenceSession["run"]>>;

async function run(model: Uint8Array, image: Tensor): Promise<Answers> {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  try {
    return await session.run({ image });
  } finally {
    await session.release();
  }
}

function imageTensor(): ReferenceTensor {
  const shape = [1, 3, 64, 96];
  return { type: "float32", shape, data: Float64Array.from(drawn("image", shape)) };
}

/** torchvision's features and proposals, each with the level that torchvision reads it from. */
function boxInputs(graph: Graph, { answers }: DrawnNetwork): Record<string, ReferenceTensor> {
  const answer = (name: string): ReferenceTensor => {
    const { shape, data } = answers.get(name)!;
    return { type: "float32", shape, data: Float64Array.from(data) };
  };
  const [levels, proposals] = [answer("levels").data, answer("proposals").data];
  const places = [...levels.keys()].toSorted((left, right) => levels[left]! - levels[right]!);
  const inputs = graph.inputs.map(({ name }): readonly [string, ReferenceTensor] => {
    if (name.startsWith("features")) return [name, answer(name)];
    if (name === "order") return [name, int64(Array.from(levels.keys(), (index) => places.indexOf(index)))];
    const own = places.filter((index) => levels[index] === Number(name.slice("rois".length)));
    const rois = own.flatMap((index) => [...proposals.subarray(index * 4, index * 4 + 4)]);
    return [name, { type: "float32", shape: [own.length, 4], data: Float64Array.from(rois) }];
  });
  return Object.fromEntries(inputs);
}

/** As a part of the largest value of the answer that it is found in. */
function furthestApart(answers: ReadonlyMap<string, ReferenceTensor>, network: DrawnNetwork): number {
  const parts = Array.from(answers, ([name, { shape, data }]) => {
    const expected = network.answers.get(name)!;
    if (shape.join() !== expected.shape.join()) return Infinity;
    const largest = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return data.reduce((most, value, place) => Math.max(most, Math.abs(value - expected.data[place]!)), 0) / largest;
  });
  return parts.length === 0 ? Infinity : Math.max(...parts);
}
