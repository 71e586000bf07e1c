/** @file Models are kept from a device that would compute them wrongly, and from no other. */
import { expect, test } from "vitest";
import { findWrongConvolution, refuseWrongConvolutions } from "../../../../../src-main/jobs/runtime/wrong-convolutions";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
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

test("the refusal names the convolution", async () => {
  await expect(refuseWrongConvolutions(build({ channels: 6, filters: 32 }))).rejects.toThrow(
    "ONNX Runtime computes its convolution stem/conv_1 wrongly there.",
  );
});
