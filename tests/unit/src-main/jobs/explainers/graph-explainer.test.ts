/** @file Checks explaining of imported graphs on small ones whose gradients can be written down. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { TORCHVISION_CARD } from "../../../../../src-main/data/models/card-presets";
import type { PreparedInput } from "../../../../../src-main/detection/preprocessing/prepare-input";
import { openGraphExplainer } from "../../../../../src-main/jobs/explainers/graph-explainer";
import { ortSessions } from "../../../../../src-main/jobs/runtime/ort-sessions";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import type { Graph } from "../../../../../src-main/numerics/onnx/graph";
import type { ModelCard } from "../../../../../src-shared/domain/model";
import { buildFolder } from "../../../../builders/build-store";
import { recordingLog } from "../../../../builders/recording-log";

const SIDE = 8;
const CHANNELS = 4;

/** Numbers that look random and are the same each time. */
function weights(...shape: readonly number[]) {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length: count }, (_, index) => Math.sin(1 + 7 * index) / 2);
  return { type: "float32", shape, data } as const;
}

/** An image, a strided convolution with its activation, and what `head` makes of it. */
function buildGraph(head: (builder: GraphBuilder, features: Value) => void): Graph {
  const builder = new GraphBuilder("small");
  const image = builder.input("images", "float32", [1, 3, SIDE, SIDE]);
  const stem = builder.conv(image, builder.constant(weights(CHANNELS, 3, 3, 3)), { strides: 2, pads: 1 });
  head(builder, builder.relu(stem));
  return builder.toGraph();
}

/** Columns of YOLOv8, one class, whose scores are a logistic function of the features. */
function buildYolo(between: (builder: GraphBuilder, features: Value) => Value = (_, features) => features): Graph {
  return buildGraph((builder, features) => {
    const answer = builder.conv(between(builder, features), builder.constant(weights(5, CHANNELS, 1, 1), "headWeight"));
    builder.output("output0", builder.reshape(builder.sigmoid(answer), [1, 5, -1]));
  });
}

function cardOf(change: Partial<ModelCard>): ModelCard {
  const input = { widthPx: SIDE, heightPx: SIDE, channels: 3, resize: "none" } as const;
  return { ...TORCHVISION_CARD, input, scoreFloor: 0, ...change };
}

const YOLO = cardOf({ convention: "yolo-v8" });

async function open(graph: Graph, card: ModelCard, opset = 18) {
  const file = path.join(buildFolder(), "small.onnx");
  await writeFile(file, encodeModel(graph, { opset }));
  const log = recordingLog();
  const source = { file, card, device: "cpu", precision: "single" } as const;
  const explainer = await openGraphExplainer(source, { sessions: ortSessions({ log }), log });
  onTestFinished(() => explainer.release());
  return explainer;
}

const INPUT: PreparedInput = {
  data: Float32Array.from({ length: 3 * SIDE * SIDE }, (_, index) => Math.cos(index)),
  shape: [3, SIDE, SIDE],
  scaleX: 1,
  scaleY: 1,
  offsetXPx: 0,
  offsetYPx: 0,
};

test("the gradient of a score is the head's weight times the slope of the logistic function, at its own cell alone", async () => {
  const explainer = await open(buildYolo(), YOLO);
  const [layer] = explainer.layers;
  expect(explainer.layers).toEqual([
    { name: "conv_1", title: "Convolution 3 × 3, 4 channels", channels: CHANNELS },
    expect.anything(),
  ]);
  const look = await explainer.look(INPUT);
  expect(look.candidates.scores.length).toBe(16);
  const view = (await look.gradients([5], [layer!.name])).get(layer!.name)!;
  expect(view).toMatchObject({ channels: CHANNELS, rows: 4, columns: 4 });
  const score = look.candidates.scores[5]!;
  const head = weights(5, CHANNELS, 1, 1).data.subarray(4 * CHANNELS);
  const expected = Array.from(view.gradient, (_, at) =>
    at % 16 === 5 ? head[Math.floor(at / 16)]! * score * (1 - score) : 0,
  );
  for (const [at, value] of view.gradient.entries()) expect(value).toBeCloseTo(expected[at]!, 6);
  const logit = head.reduce((sum, weight, channel) => sum + weight * view.activation[16 * channel + 5]!, 0);
  expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(score, 6);
});

test("several candidates add up, and a second question needs no second look", async () => {
  const explainer = await open(buildYolo(), YOLO);
  const [name = ""] = explainer.suggestedLayers;
  const look = await explainer.look(INPUT);
  const gradientOf = async (...candidates: readonly number[]) =>
    (await look.gradients(candidates, [name])).get(name)!.gradient;
  const [one, other, both] = [await gradientOf(3), await gradientOf(9), await gradientOf(3, 9)];
  for (const [at, value] of both.entries()) expect(value).toBeCloseTo(one[at]! + other[at]!, 6);
});

test("rows of the answer are the candidates that they came from", async () => {
  const explainer = await open(buildYolo(), YOLO);
  const { answer, sources, candidates } = await explainer.look(INPUT);
  expect(answer.scores.length).toBeGreaterThan(0);
  expect([...sources].map((source) => candidates.scores[source])).toEqual([...answer.scores]);
});

test("an operator without a gradient on the way is named with its node", async () => {
  const graph = buildYolo((builder, features) => builder.sign(features));
  const renamed = graph.nodes.map((node) =>
    node.operator === "Sign" ? { ...node, operator: "Selu", name: "/neck/Selu" } : node,
  );
  const explainer = await open({ ...graph, nodes: renamed }, YOLO);
  const look = await explainer.look(INPUT);
  await expect(look.gradients([0], ["conv_1"])).rejects.toMatchObject({
    code: "unsupported",
    message: "No gradient is known for the operator Selu (node /neck/Selu).",
  });
});

test("a branch on the way is named; one that only chooses is none", async () => {
  const branch = (name: string): Graph => ({
    name,
    inputs: [],
    initialisers: new Map(),
    values: new Map(),
    outputs: [{ name: `${name}_out`, type: "float32" }],
    nodes: [
      { name: "", operator: "Identity", domain: "", inputs: ["relu_1"], outputs: [`${name}_out`], attributes: {} },
    ],
  });
  const graph = buildYolo((builder, features) => builder.neg(features));
  const condition = { type: "bool", shape: [], data: Uint8Array.of(1) } as const;
  const nodes = graph.nodes.map((node) =>
    node.operator === "Neg"
      ? {
          ...node,
          operator: "If",
          name: "/choose/If",
          inputs: ["condition"],
          attributes: {
            then_branch: { kind: "graph", value: branch("first") },
            else_branch: { kind: "graph", value: branch("second") },
          } as const,
        }
      : node,
  );
  const explainer = await open(
    { ...graph, nodes, initialisers: new Map([...graph.initialisers, ["condition", condition]]) },
    YOLO,
  );
  const look = await explainer.look(INPUT);
  await expect(look.gradients([0], ["conv_1"])).rejects.toMatchObject({
    message: "No gradient is known for the operator If (node /choose/If).",
  });
});

/** Two levels of a RetinaNet, each with a head of its own. */
function buildRetinaNet(): Graph {
  return buildGraph((builder, features) => {
    const coarse = builder.relu(
      builder.conv(features, builder.constant(weights(CHANNELS, CHANNELS, 3, 3)), { strides: 2, pads: 1 }),
    );
    for (const [level, map] of [features, coarse].entries()) {
      const tower = builder.relu(builder.conv(map, builder.constant(weights(CHANNELS, CHANNELS, 1, 1))));
      builder.output(`cls${level}`, builder.conv(tower, builder.constant(weights(2, CHANNELS, 1, 1))));
      builder.output(`box${level}`, builder.conv(tower, builder.constant(weights(4, CHANNELS, 1, 1))));
    }
  });
}

const RETINANET = cardOf({
  convention: "retinanet",
  network: {
    anchors: [
      { sizesPx: [4], aspectRatios: [1] },
      { sizesPx: [8], aspectRatios: [1] },
    ],
  },
});

test("a layer that has no part in the chosen scores is refused in one sentence", async () => {
  const explainer = await open(buildRetinaNet(), RETINANET);
  const names = explainer.layers.map(({ name }) => name);
  const look = await explainer.look(INPUT);
  const finest = look.candidates.scores.length - 2 * 4 - 1;
  // conv_2 makes the coarser level, which no score of the finer one reads.
  expect(names).toContain("conv_2");
  await expect(look.gradients([finest], ["conv_2"])).rejects.toMatchObject({
    code: "unsupported",
    message: "The layer conv_2 has no part in the score that is explained.",
  });
  const last = look.candidates.scores.length - 1;
  expect((await look.gradients([last], ["conv_2"])).has("conv_2")).toBe(true);
});

test.each([
  ["a layer that the model does not have", [0], ["conv_9"], /^The model has no layer conv_9; conv_1.* are among those/],
  ["no candidates", [], ["conv_1"], /^Nothing was chosen/],
  ["a candidate that is none", [99], ["conv_1"], /^Candidate 99 was asked for; the model has 16/],
] as const)("%s are refused", async (_, candidates, layers, message) => {
  const look = await (await open(buildYolo(), YOLO)).look(INPUT);
  await expect(look.gradients(candidates, layers)).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringMatching(message),
  });
});

/** Scores of all cells in falling order, the best four of them, as torchvision's graphs choose. */
function buildChoosing(): Graph {
  return buildGraph((builder, features) => {
    const logits = builder.conv(features, builder.constant(weights(1, CHANNELS, 1, 1)));
    const flat = builder.reshape(builder.sigmoid(logits), [-1]);
    const [scores, places] = builder.apply("TopK", [flat, builder.integers([4])], { axis: 0 }, 2);
    const boxes = builder.constant({
      type: "float32",
      shape: [16, 4],
      data: Float32Array.from({ length: 64 }, (_, at) => at),
    });
    builder.output("boxes", builder.gather(boxes, places!));
    builder.output(
      "labels",
      builder.gather(builder.constant({ type: "int64", shape: [16], data: new BigInt64Array(16).fill(1n) }), places!),
    );
    builder.output("scores", scores!);
  });
}

test("what a graph chose by itself is followed back through its choice", async () => {
  const explainer = await open(buildChoosing(), cardOf({ convention: "torchvision" }));
  expect(explainer.parts).toEqual([]);
  const look = await explainer.look(INPUT);
  expect([...look.candidates.scores]).toEqual([...look.answer.scores]);
  expect([...look.sources]).toEqual([0, 1, 2, 3]);
  const { gradient } = (await look.gradients([1], ["conv_1"])).get("conv_1")!;
  const cell = look.candidates.boxes[4]! / 4;
  const score = look.candidates.scores[1]!;
  const head = weights(1, CHANNELS, 1, 1).data;
  for (const [at, value] of gradient.entries()) {
    expect(value).toBeCloseTo(at % 16 === cell ? head[Math.floor(at / 16)]! * score * (1 - score) : 0, 6);
  }
});

test("weights are drawn anew from the output down, and candidates keep their places", async () => {
  const explainer = await open(buildYolo(), YOLO);
  expect(explainer.parts).toEqual(["heads", "conv_1"]);
  const look = await explainer.look(INPUT);
  const heads = await explainer.scrambled("heads", 7);
  onTestFinished(() => heads.release());
  const pinned = await heads.look(INPUT, { pinnedTo: look });
  expect(pinned.candidates.boxes.length).toBe(look.candidates.boxes.length);
  expect([...pinned.candidates.scores]).not.toEqual([...look.candidates.scores]);
  const viewOf = async (of: typeof look) => (await of.gradients([5], ["conv_1"])).get("conv_1")!;
  const [before, after] = [await viewOf(look), await viewOf(pinned)];
  // The head alone has other weights.
  expect(after.activation).toEqual(before.activation);
  expect(after.gradient).not.toEqual(before.gradient);
  const whole = await explainer.scrambled("conv_1", 7);
  onTestFinished(() => whole.release());
  expect((await viewOf(await whole.look(INPUT, { pinnedTo: look }))).activation).not.toEqual(before.activation);
});

test("the same seed draws the same weights, and a part that is none is refused", async () => {
  const explainer = await open(buildYolo(), YOLO);
  const look = await explainer.look(INPUT);
  const scores = async (seed: number) => {
    const scrambled = await explainer.scrambled("heads", seed);
    onTestFinished(() => scrambled.release());
    return [...(await scrambled.look(INPUT, { pinnedTo: look })).candidates.scores];
  };
  expect(await scores(3)).toEqual(await scores(3));
  expect(await scores(3)).not.toEqual(await scores(4));
  await expect(explainer.scrambled("layer4", 3)).rejects.toMatchObject({ code: "invalid-input" });
});

test("truths that the way back reads are passed on", async () => {
  const graph = buildYolo((builder, features) => {
    const isLarge = builder.greater(features, builder.floats(0.2));
    return builder.where(isLarge, features, builder.mul(features, builder.floats(0.5)));
  });
  const look = await (await open(graph, YOLO)).look(INPUT);
  const { activation, gradient } = (await look.gradients([6], ["conv_1"])).get("conv_1")!;
  const score = look.candidates.scores[6]!;
  for (const [channel, weight] of weights(5, CHANNELS, 1, 1)
    .data.subarray(4 * CHANNELS)
    .entries()) {
    const share = activation[16 * channel + 6]! > 0.2 ? 1 : 0.5;
    expect(gradient[16 * channel + 6]).toBeCloseTo(share * weight * score * (1 - score), 6);
  }
});

test("a file of an older operator set is gone back through as what its nodes meant then", async () => {
  const older = buildYolo((builder, features) => builder.mul(features, builder.softmax(features, 1)));
  const newer = buildYolo((builder, features) => {
    const flat = builder.softmax(builder.reshape(features, [1, -1]), 1);
    return builder.mul(features, builder.reshapeTo(flat, builder.shapeOf(features)));
  });
  const gradientOf = async (graph: Graph, opset: number) => {
    const look = await (await open(graph, YOLO, opset)).look(INPUT);
    return (await look.gradients([6], ["conv_1"])).get("conv_1")!.gradient;
  };
  const [expected, found] = [await gradientOf(newer, 18), await gradientOf(older, 11)];
  // In set 11, a softmax from axis 1 on goes over all of the image: every cell has a part.
  expect(expected.filter((slope) => slope !== 0).length).toBeGreaterThan(16);
  for (const [at, value] of found.entries()) expect(value).toBeCloseTo(expected[at]!, 6);
});

test("images of different sizes are looked at by a graph that takes any, whoever asks first", async () => {
  const graph = buildYolo();
  const [image] = graph.inputs;
  const open4 = { ...image!, shape: [1, 3, "rows", "columns"] };
  const free = {
    ...graph,
    inputs: [open4],
    outputs: graph.outputs.map(({ name, type }) => ({ name, type, shape: [1, 5, "boxes"] })),
  };
  const { widthPx: _, heightPx: __, ...input } = YOLO.input;
  const explainer = await open(free, { ...YOLO, input });
  const views = [8, 16, 8].map(async (rows) => {
    const data = Float32Array.from({ length: 3 * SIDE * rows }, (___, index) => Math.cos(index));
    const look = await explainer.look({ ...INPUT, data, shape: [3, rows, SIDE] });
    return (await look.gradients([5], ["conv_1"])).get("conv_1")!;
  });
  expect((await Promise.all(views)).map(({ rows, columns }) => [rows, columns])).toEqual([
    [4, 4],
    [8, 4],
    [4, 4],
  ]);
});

test("a border that the graph adds to its image is left out of the map", async () => {
  const builder = new GraphBuilder("padding");
  const image = builder.input("images", "float32", [1, 3, SIDE, SIDE]);
  const bordered = builder.pad(image, [0, 0, 0, 0, 0, 0, 32 - SIDE, 64 - SIDE]);
  const features = builder.relu(
    builder.conv(bordered, builder.constant(weights(CHANNELS, 3, 3, 3)), { strides: 4, pads: 1 }),
  );
  const answer = builder.conv(features, builder.constant(weights(5, CHANNELS, 1, 1)));
  builder.output("output0", builder.reshape(builder.sigmoid(answer), [1, 5, -1]));
  const look = await (await open(builder.toGraph(), YOLO)).look(INPUT);
  const view = (await look.gradients([0], ["conv_1"])).get("conv_1")!;
  expect(view).toMatchObject({ rows: 8, columns: 16, filled: { rows: 2, columns: 2 } });
});

test("a file that is gone is said to be", async () => {
  const log = recordingLog();
  const source = {
    file: path.join(buildFolder(), "gone.onnx"),
    card: YOLO,
    device: "cpu",
    precision: "single",
  } as const;
  await expect(openGraphExplainer(source, { sessions: ortSessions({ log }), log })).rejects.toMatchObject({
    code: "not-found",
    message: expect.stringMatching(/gone\.onnx cannot be read\.$/),
  });
});
