/** @file Runs the graphs of small networks in ONNX Runtime against what torchvision answers with the same weights. */
import * as ort from "onnxruntime-node";
import { expect, test } from "vitest";
import {
  featureStrides,
  roiLevels,
  type DetectorArchitecture,
  type FasterRcnnArchitecture,
} from "../../../../../src-main/detection/networks/architecture";
import { buildBoxGraph, buildFeatureGraph } from "../../../../../src-main/detection/networks/faster-rcnn";
import type { NetworkOptions } from "../../../../../src-main/detection/networks/network-builder";
import { readArchitecture } from "../../../../../src-main/detection/networks/read-architecture";
import { buildRetinaNet } from "../../../../../src-main/detection/networks/retinanet";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import type { Graph } from "../../../../../src-main/numerics/onnx/graph";
import { drawn, readDrawnNetwork, type DrawnNetwork } from "./drawn-network";

const FASTER_RCNNS = [
  "fasterrcnn-v1",
  "fasterrcnn-v2",
  "fasterrcnn-bare-convolutions",
  "fasterrcnn-mobilenet-large",
  "fasterrcnn-mobilenet-small",
];
const RETINANETS = ["retinanet-v1", "retinanet-v2", "retinanet-of-stage"];
const SIZE = { height: 64, width: 96 };

/** Of the largest value of an answer. torchvision's were computed in doubles; float32 leaves this after some twenty
 * layers, and torch's own float32 is as far from them. */
const SINGLE = 2e-5;
/** The group norm of this network's coarsest map is one of two numbers each, which amplifies what is lost before it:
 * torch's own float32 is 3e-5 off. */
const AMPLIFIED = 5e-5;
/** float16 has eleven bits, of which errors of twenty layers leave seven. */
const HALF = 2e-2;
const HALF_AMPLIFIED = 6e-2;

for (const name of FASTER_RCNNS) {
  test(`${name}: features, objectness and deltas agree with torchvision`, async () => {
    const network = readDrawnNetwork(name);
    const answers = await runFeatures(network);
    expectAnswers(answers, network, SINGLE);
    const levels = featureStrides(architectureOf(network)).length;
    const names = Object.keys(answers).filter((key) => key.startsWith("objectness"));
    expect(names).toHaveLength(levels);
  });

  test(`${name}: classes and boxes of RoIs on all levels agree with torchvision`, async () => {
    const network = readDrawnNetwork(name);
    const answers = await runBoxes(network);
    expect(Object.keys(answers).toSorted()).toEqual(["boxDeltas", "classLogits"]);
    expectAnswers(answers, network, SINGLE);
  });
}

for (const name of RETINANETS) {
  test(`${name}: class logits and box deltas agree with torchvision`, async () => {
    const network = readDrawnNetwork(name);
    const answers = await runHeads(network);
    expect(Object.keys(answers)).toHaveLength(10);
    expectAnswers(answers, network, name === "retinanet-v2" ? AMPLIFIED : SINGLE);
  });
}

test("a fixed image size gives the same answers, and shapes that are all known", async () => {
  const network = readDrawnNetwork("fasterrcnn-v2");
  expectAnswers(await runFeatures(network, { imageSize: SIZE }), network, SINGLE);
  expectAnswers(await runBoxes(network, { imageSize: SIZE }), network, SINGLE);
  const graph = buildFeatureGraph(architectureOf(network) as FasterRcnnArchitecture, network.parameters, { imageSize: SIZE }); // prettier-ignore
  expect(graph.outputs.flatMap(({ shape }) => shape).every((size) => typeof size === "number")).toBe(true);
});

test("half precision takes and gives float32, keeps weights in half the bytes, and stays near", async () => {
  for (const name of ["fasterrcnn-v2", "fasterrcnn-mobilenet-small"]) {
    const network = readDrawnNetwork(name);
    const graph = buildFeatureGraph(architectureOf(network) as FasterRcnnArchitecture, network.parameters, { precision: "half" }); // prettier-ignore
    expect([...graph.inputs, ...graph.outputs].every(({ type }) => type === "float32")).toBe(true);
    expect([...graph.initialisers.values()].some(({ type, shape }) => type === "float32" && shape.length === 4)).toBe(false); // prettier-ignore
    expectAnswers(await runFeatures(network, { precision: "half" }), network, HALF);
    expectAnswers(await runBoxes(network, { precision: "half" }), network, HALF);
  }
  const retinaNet = readDrawnNetwork("retinanet-v2");
  expectAnswers(await runHeads(retinaNet, { precision: "half" }), retinaNet, HALF_AMPLIFIED);
});

test("the epsilon of batch norm is the card's", async () => {
  const network = readDrawnNetwork("fasterrcnn-v1");
  const answers = await runFeatures(network, { batchNormEpsilon: 0.1 });
  expect(() => expectAnswers(answers, network, 1e-3)).toThrow("to be less than");
});

test("levels without a single RoI change nothing", async () => {
  const network = readDrawnNetwork("fasterrcnn-v2");
  const levels = network.answers.get("levels")!.data;
  expect(new Set(levels)).toEqual(new Set([0, 1, 2, 3]));
  const few = await runBoxes(
    network,
    {},
    [...levels.keys()].filter((index) => levels[index] !== 2),
  );
  expect(few["classLogits"]!.dims[0]).toBeLessThan(levels.length);
  const kept = [...levels.keys()].filter((index) => levels[index] !== 2);
  const expected = network.answers.get("classLogits")!;
  const columns = expected.shape[1]!;
  const rows = kept.flatMap((index) => [...expected.data.subarray(index * columns, (index + 1) * columns)]);
  expectNear(few["classLogits"]!, Float32Array.from(rows), SINGLE);
});

test("weights that no device can use are refused by name", () => {
  const network = readDrawnNetwork("fasterrcnn-v2");
  const architecture = architectureOf(network) as FasterRcnnArchitecture;
  const build = (change: readonly [string, number], options?: NetworkOptions): Graph => {
    const load = (name: string): Float32Array => {
      const values = network.parameters.load(name);
      if (name === change[0]) values[3] = change[1];
      return values;
    };
    return buildFeatureGraph(architecture, { ...network.parameters, load }, options);
  };
  expect(() => build(["backbone.body.bn1.running_var", -0.5])).toThrow(
    "The weights hold a variance of -0.5 in backbone.body.bn1.running_var; batch norm divides by its root.",
  );
  expect(() => build(["rpn.head.bbox_pred.weight", 7e4], { precision: "half" })).toThrow(
    "The weights hold 70000 in rpn.head.bbox_pred.weight, which is too large for half precision; try single.",
  );
});

test("a head's weights stand in the graph once for all levels, and none of the running statistics does", () => {
  const network = readDrawnNetwork("retinanet-v1");
  const graph = buildRetinaNet(architectureOf(network) as never, network.parameters);
  const names = [...graph.initialisers.keys()];
  expect(names.filter((name) => name.startsWith("head.classification_head.conv.0"))).toHaveLength(2);
  expect(names.filter((name) => /running|\.bn|num_batches/.test(name))).toEqual([]);
});

type Answers = Awaited<ReturnType<ort.InferenceSession["run"]>>;

function architectureOf({ shapes }: DrawnNetwork): DetectorArchitecture {
  return readArchitecture(shapes, "drawn.pth");
}

async function runFeatures(network: DrawnNetwork, options?: NetworkOptions): Promise<Answers> {
  const graph = buildFeatureGraph(architectureOf(network) as FasterRcnnArchitecture, network.parameters, options);
  return run(graph, { image: imageTensor() });
}

async function runHeads(network: DrawnNetwork, options?: NetworkOptions): Promise<Answers> {
  const architecture = architectureOf(network);
  if (architecture.kind !== "retinanet") throw new Error("a RetinaNet was expected");
  return run(buildRetinaNet(architecture, network.parameters, options), { image: imageTensor() });
}

/** For torchvision's features and its distribution to levels. */
async function runBoxes(
  network: DrawnNetwork,
  options?: NetworkOptions,
  kept: readonly number[] = [...network.answers.get("levels")!.data.keys()],
): Promise<Answers> {
  const architecture = architectureOf(network) as FasterRcnnArchitecture;
  const { data: levels } = network.answers.get("levels")!;
  const { data: proposals } = network.answers.get("proposals")!;
  const feeds: Record<string, ort.Tensor> = {};
  const places: number[] = [];
  for (let level = 0; level < roiLevels(architecture); level++) {
    const own = kept.filter((index) => levels[index] === level);
    places.push(...own);
    const rois = own.flatMap((index) => [...proposals.subarray(index * 4, index * 4 + 4)]);
    const features = network.answers.get(`features${level}`)!;
    feeds[`rois${level}`] = new ort.Tensor("float32", Float32Array.from(rois), [own.length, 4]);
    feeds[`features${level}`] = new ort.Tensor("float32", features.data, features.shape);
  }
  const order = BigInt64Array.from(kept, (index) => BigInt(places.indexOf(index)));
  feeds["order"] = new ort.Tensor("int64", order, [order.length]);
  return run(buildBoxGraph(architecture, network.parameters, options), feeds);
}

function imageTensor(): ort.Tensor {
  const shape = [1, 3, SIZE.height, SIZE.width];
  return new ort.Tensor("float32", drawn("image", shape), shape);
}

async function run(graph: Graph, feeds: Record<string, ort.Tensor>): Promise<Answers> {
  const session = await ort.InferenceSession.create(encodeModel(graph), { intraOpNumThreads: 1 });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

function expectAnswers(answers: Answers, network: DrawnNetwork, tolerance: number): void {
  for (const [name, answer] of Object.entries(answers)) {
    const { shape, data } = network.answers.get(name)!;
    expect(answer.dims, name).toEqual(shape);
    expectNear(answer, data, tolerance);
  }
}

/** As far apart as this part of the largest value at most. */
function expectNear(answer: ort.Tensor, expected: Float32Array, tolerance: number): void {
  const found = answer.data as Float32Array;
  expect(found).toHaveLength(expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const furthest = found.reduce((most, value, index) => Math.max(most, Math.abs(value - expected[index]!)), 0);
  expect(furthest / largest).toBeLessThan(tolerance);
}
