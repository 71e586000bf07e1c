/** @file Checks gradients of imported graphs on small ones whose gradients can be written down. */
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import type { Graph } from "../../../../../src-main/numerics/onnx/graph";
import {
  SIDE,
  CHANNELS,
  weights,
  buildGraph,
  buildYolo,
  cardOf,
  YOLO,
  openExplained,
  INPUT,
} from "../../../../builders/explained-graphs";

test("the gradient of a score is the head's weight times the slope of the logistic function, at its own cell alone", async () => {
  const explainer = await openExplained(buildYolo(), YOLO);
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
  const explainer = await openExplained(buildYolo(), YOLO);
  const [name = ""] = explainer.suggestedLayers;
  const look = await explainer.look(INPUT);
  const gradientOf = async (...candidates: readonly number[]) =>
    (await look.gradients(candidates, [name])).get(name)!.gradient;
  const [one, other, both] = [await gradientOf(3), await gradientOf(9), await gradientOf(3, 9)];
  for (const [at, value] of both.entries()) expect(value).toBeCloseTo(one[at]! + other[at]!, 6);
});

test("rows of the answer are the candidates that they came from", async () => {
  const explainer = await openExplained(buildYolo(), YOLO);
  const { answer, sources, candidates } = await explainer.look(INPUT);
  expect(answer.scores.length).toBeGreaterThan(0);
  expect([...sources].map((source) => candidates.scores[source])).toEqual([...answer.scores]);
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
  const explainer = await openExplained(buildChoosing(), cardOf({ convention: "torchvision" }));
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

test("truths that the way back reads are passed on", async () => {
  const graph = buildYolo((builder, features) => {
    const isLarge = builder.greater(features, builder.floats(0.2));
    return builder.where(isLarge, features, builder.mul(features, builder.floats(0.5)));
  });
  const look = await (await openExplained(graph, YOLO)).look(INPUT);
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
    const look = await (await openExplained(graph, YOLO, opset)).look(INPUT);
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
  const explainer = await openExplained(free, { ...YOLO, input });
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
  const look = await (await openExplained(builder.toGraph(), YOLO)).look(INPUT);
  const view = (await look.gradients([0], ["conv_1"])).get("conv_1")!;
  expect(view).toMatchObject({ rows: 8, columns: 16, filled: { rows: 2, columns: 2 } });
});
