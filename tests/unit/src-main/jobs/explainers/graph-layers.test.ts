/** @file Checks which convolutions of a graph are offered, under which tensor, and which of them are suggested. */
import { expect, test } from "vitest";
import { behindBoxes, listGraphLayers, suggestLayers } from "../../../../../src-main/jobs/explainers/graph-layers";
import { importGraph } from "../../../../../src-main/numerics/autodiff/imported-forward";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { inferValues } from "../../../../../src-main/numerics/onnx/infer-shapes";

class Network {
  readonly builder = new GraphBuilder("network");
  readonly image = this.builder.input("image", "float32", [1, 3, "rows", "columns"]);

  conv(input: Value, filters: number, strides = 1): Value {
    const shape = [filters, Number(input.shape[1]), 3, 3];
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(0.1);
    return this.builder.conv(input, this.builder.constant({ type: "float32", shape, data }), { strides, pads: 1 });
  }

  norm(input: Value): Value {
    const filled = (value: number): Value =>
      this.builder.constant({
        type: "float32",
        shape: [Number(input.shape[1])],
        data: new Float32Array(Number(input.shape[1])).fill(value),
      });
    return this.builder.batchNormalization(input, {
      scale: filled(1),
      bias: filled(0),
      mean: filled(0),
      variance: filled(1),
    });
  }

  silu(input: Value): Value {
    return this.builder.mul(input, this.builder.sigmoid(input));
  }

  layers(...outputs: readonly Value[]) {
    for (const [index, value] of outputs.entries()) this.builder.output(`scores${index}`, value);
    const graph = this.builder.toGraph();
    const names = new Set(graph.nodes.flatMap((node) => node.outputs));
    return listGraphLayers(
      importGraph(graph, inferValues(graph), names),
      outputs.map((_, index) => `scores${index}`),
    );
  }
}

test("a convolution is looked at behind its normalisation and activation", () => {
  const network = new Network();
  const activated = network.builder.relu(network.norm(network.conv(network.image, 4)));
  const gated = network.silu(network.conv(activated, 6, 2));
  const bare = network.conv(gated, 2);
  const layers = network.layers(bare);
  expect(layers.map(({ tensor }) => tensor)).toEqual([activated.name, gated.name, bare.name]);
  expect(layers.map(({ title }) => title)).toEqual([
    "Convolution 3 × 3, 4 channels",
    "Convolution 3 × 3, 6 channels",
    "Convolution 3 × 3, 2 channels",
  ]);
  expect(layers.map(({ stride }) => stride)).toEqual([1, 2, 2]);
});

test.each(["Elu", "Selu", "Celu", "Mish", "Atan", "Sin"] as const)(
  "%s behind a convolution is its activation",
  (operator) => {
    const network = new Network();
    const bent = network.builder.apply(operator, [network.norm(network.conv(network.image, 4))])[0]!;
    const layers = network.layers(network.conv(bent, 2));
    expect(layers.map(({ tensor }) => tensor)).toEqual([bent.name, expect.any(String)]);
  },
);

test("slopes that are learned belong to the activation", () => {
  const network = new Network();
  const bent = network.builder.apply("PRelu", [network.conv(network.image, 4), network.builder.floats([0.25])])[0]!;
  expect(network.layers(network.conv(bent, 2))[0]).toMatchObject({ tensor: bent.name, channels: 4 });
});

/** The ways in which exporters write it; torch's comes first. */
const GELUS: Readonly<Record<string, (to: GraphBuilder, x: Value) => Value>> = {
  "halved at last": (to, x) => to.mul(to.mul(x, turnedBy(to, to.div(x, to.floats(Math.SQRT2)))), to.floats(0.5)),
  "halved before the product": (to, x) =>
    to.mul(x, to.mul(turnedBy(to, to.mul(x, to.floats(Math.SQRT1_2))), to.floats(0.5))),
  "with a halved input": (to, x) => to.mul(to.mul(x, to.floats(0.5)), turnedBy(to, to.div(x, to.floats(Math.SQRT2)))),
};

function turnedBy(to: GraphBuilder, scaled: Value): Value {
  return to.add(to.erf(scaled), to.floats(1));
}

test.each(Object.keys(GELUS))("an exported GELU, %s, is the convolution's activation as a whole", (form) => {
  const network = new Network();
  const bent = GELUS[form]!(network.builder, network.conv(network.image, 4));
  // What scales the answer afterwards is no part of it.
  const weighed = network.builder.mul(bent, network.builder.floats(2));
  const layers = network.layers(network.conv(weighed, 2));
  expect(layers.map(({ tensor }) => tensor)).toEqual([bent.name, expect.any(String)]);
});

test("an error function that bends something else is no GELU", () => {
  const network = new Network();
  const { builder } = network;
  const answer = network.conv(network.image, 4);
  const turned = turnedBy(builder, builder.div(answer, builder.floats(2)));
  const other = builder.sub(answer, turned);
  expect(network.layers(network.conv(other, 2))[0]).toMatchObject({ tensor: answer.name });
});

test("the last convolution of a residual block stands for the block, and its shortcut does not count twice", () => {
  const network = new Network();
  const stem = network.builder.relu(network.conv(network.image, 4));
  const inner = network.norm(network.conv(stem, 4));
  const shortcut = network.norm(network.conv(stem, 4));
  const block = network.builder.relu(network.builder.add(inner, shortcut));
  const layers = network.layers(network.conv(block, 1));
  expect(layers.map(({ tensor }) => tensor)).toEqual([stem.name, block.name, expect.any(String)]);
});

test("what leads to no score, and what looks at regions one by one, is not offered", () => {
  const network = new Network();
  const { builder } = network;
  const features = builder.relu(network.conv(network.image, 4));
  builder.output("boxes", network.conv(features, 4));
  const regions = builder.input("regions", "float32", ["N", 4]);
  const images = builder.input("images", "int64", ["N"]);
  const options = { outputHeight: 3, outputWidth: 3, samplingRatio: 2, spatialScale: 1 };
  const head = builder.relu(network.conv(builder.roiAlign(features, regions, images, options), 4));
  expect(network.layers(builder.globalAveragePool(head)).map(({ tensor }) => tensor)).toEqual([features.name]);
});

test("one layer of each size of grid is suggested, the widest and last of it, up to where the grids grow again", () => {
  const network = new Network();
  const stages: Value[] = [];
  let features = network.image;
  for (const channels of [4, 8, 16, 24, 32]) {
    features = network.builder.relu(network.conv(features, channels, 2));
    features = network.builder.relu(network.conv(features, channels));
    stages.push(features);
  }
  const lateral = network.builder.relu(network.conv(features, 6));
  const up = network.builder.resizeNearest(lateral, 2);
  const merged = network.builder.add(up, network.conv(stages[3]!, 6));
  const tower = network.builder.relu(network.conv(merged, 64));
  const suggested = suggestLayers(network.layers(network.conv(tower, 90)));
  expect(suggested.map(({ tensor }) => tensor)).toEqual(stages.slice(1).map(({ name }) => name));
});

test("of a network whose grid never changes, layers spread over its depth are suggested", () => {
  const network = new Network();
  let features = network.image;
  const all = Array.from({ length: 8 }, () => (features = network.builder.relu(network.conv(features, 4))));
  const suggested = suggestLayers(network.layers(network.conv(features, 1)));
  expect(suggested.map(({ tensor }) => tensor)).toEqual([1, 3, 5, 7].map((index) => all[index]!.name));
});

test("convolutions of one single place, which weigh channels, are neither listed nor suggested", () => {
  const network = new Network();
  const { builder } = network;
  const weighed = (input: Value, filters: number): Value => {
    const squeezed = builder.relu(network.conv(builder.globalAveragePool(input), 2));
    return builder.mul(input, builder.sigmoid(network.conv(squeezed, filters)));
  };
  const fine = weighed(builder.relu(network.conv(network.image, 4, 2)), 4);
  const coarse = weighed(builder.relu(network.conv(fine, 8, 2)), 8);
  const layers = network.layers(network.conv(coarse, 2));
  expect(layers.map(({ channels }) => channels)).toEqual([4, 8, 2]);
  expect(suggestLayers(layers).map(({ channels }) => channels)).toEqual([4, 8]);
});

test.each([
  ["are joined behind the boxes", 4, 1, ["scores"]],
  ["are joined along a negative axis", 4, -2, ["scores"]],
  ["are joined behind something else", 5, 1, ["answer"]],
  ["are joined along another axis", 4, 2, ["answer"]],
])("of an answer whose scores %s, it is told where layers must lead", (_, width, axis, expected) => {
  const builder = new GraphBuilder("joined");
  const boxes = builder.input("boxes", "float32", [1, width, width]);
  const scores = builder.input("scores", "float32", [1, width, width]);
  const joined = builder.concat([boxes, scores], axis);
  builder.output("answer", joined);
  const graph = builder.toGraph();
  const names = new Set(graph.nodes.flatMap((node) => node.outputs));
  const ends = behindBoxes(joined.name, 1, importGraph(graph, inferValues(graph), names));
  expect(ends).toEqual(expected.map((name) => (name === "answer" ? joined.name : name)));
});
