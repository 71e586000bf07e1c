/** @file Models are kept from a device that would compute them wrongly, and from no other. */
import { expect, test } from "vitest";
import { findWrongConvolution, refuseWrongConvolutions } from "../../../../../src-main/jobs/runtime/wrong-convolutions";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import type { Graph } from "../../../../../src-main/numerics/onnx/graph";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";

interface Shape {
  readonly channels: number;
  readonly filters: number;
  readonly kernel?: number;
  readonly group?: number;
}

function build({ channels, filters, kernel = 3, group = 1 }: Shape): Uint8Array {
  const graph = new GraphBuilder("convolution");
  const shape = [filters, channels / group, kernel, kernel];
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(1);
  const weight = graph.constant({ type: "float32", shape, data }, "weight");
  const image = graph.input("image", "float32", [1, channels, 8, 8]);
  graph.output(
    "answer",
    graph.within("stem", () => graph.conv(image, weight, { group })),
  );
  return encodeModel(graph.toGraph());
}

function buildTransposed({ channels, filters, kernel = 3, group = 1 }: Shape): Graph {
  const graph = new GraphBuilder("convolution");
  const image = graph.input("image", "float32", [1, channels, 8, 8]);
  const weight = graph.input("weight", "float32", [channels, filters / group, kernel, kernel]);
  graph.output("answer", graph.convTranspose(image, weight, { group }));
  return graph.toGraph();
}

// Each of these was run on WebGPU (SwiftShader) beside the CPU.
test.each<Shape>([
  { channels: 6, filters: 32 },
  { channels: 9, filters: 4 },
  { channels: 15, filters: 32 },
  { channels: 18, filters: 32, kernel: 7 },
  { channels: 33, filters: 32 },
  { channels: 36, filters: 36, group: 2 },
  { channels: 12, filters: 24, group: 4 },
  { channels: 20, filters: 20, group: 2 },
])("WebGPU answers other sums for $channels channels, $filters filters, kernel $kernel, group $group", (shape) => {
  expect(findWrongConvolution(build(shape))).toBe("stem/conv_1");
});

test.each<Shape>([
  { channels: 3, filters: 32 },
  { channels: 5, filters: 32 },
  { channels: 10, filters: 32 },
  { channels: 12, filters: 32 },
  { channels: 18, filters: 6 },
  { channels: 18, filters: 32, kernel: 1 },
  { channels: 12, filters: 32, group: 2 },
  { channels: 64, filters: 64, group: 32 },
  { channels: 36, filters: 36, group: 36 },
])("WebGPU answers the CPU's sums for $channels channels, $filters filters, kernel $kernel, group $group", (shape) => {
  expect(findWrongConvolution(build(shape))).toBeUndefined();
});

test("a weight is known by its shape when it is stored in half precision too", () => {
  const graph = new GraphBuilder("convolution");
  const data = new Uint16Array(32 * 6 * 9);
  const weight = graph.cast(graph.constant({ type: "float16", shape: [32, 6, 3, 3], data }, "weight"), "float32");
  graph.output("answer", graph.conv(graph.input("image", "float32", [1, 6, 8, 8]), weight));

  expect(findWrongConvolution(encodeModel(graph.toGraph()))).toBe("conv_1");
});

test.each<Shape>([
  { channels: 8, filters: 4, group: 4 },
  { channels: 4, filters: 2, kernel: 1, group: 2 },
  { channels: 24, filters: 4, group: 4 },
  { channels: 64, filters: 32, group: 32 },
])("WebGPU spreads $channels channels wrongly over $filters groups of one filter", (shape) => {
  expect(findWrongConvolution(buildTransposed(shape))).toBe("convTranspose_1");
});

test.each<Shape>([
  { channels: 12, filters: 4, group: 4 },
  { channels: 36, filters: 36, group: 36 },
  { channels: 12, filters: 6, group: 3 },
  { channels: 6, filters: 4 },
])("WebGPU spreads $channels channels rightly over $filters filters in $group groups", (shape) => {
  expect(findWrongConvolution(buildTransposed(shape))).toBeUndefined();
});

test("a weight that moves is known by its shape as an input, and what follows from one by the graph", () => {
  const graph = new GraphBuilder("convolution");
  const image = graph.input("image", "float32", [1, 6, 8, 8]);
  const swapped = graph.transpose(graph.input("weight", "float32", [6, 32, 3, 3]), [1, 0, 2, 3]);
  graph.output("answer", graph.conv(image, swapped));
  expect(findWrongConvolution(graph.toGraph())).toBe("conv_1");

  const learning = new GraphBuilder("convolution");
  const shown = learning.input("image", "float32", [1, 6, 8, 8]);
  learning.output("answer", learning.conv(shown, learning.input("weight", "float32", [32, 6, 3, 3])));
  expect(findWrongConvolution(learning.toGraph())).toBe("conv_1");
  expect(findWrongConvolution(encodeModel(learning.toGraph()))).toBe("conv_1");
});

test("the refusal names the convolution", async () => {
  await expect(refuseWrongConvolutions(build({ channels: 6, filters: 32 }))).rejects.toThrow(
    "ONNX Runtime computes its convolution stem/conv_1 wrongly there.",
  );
});
