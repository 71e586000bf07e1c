/** @file Checks that what is written of a graph is what is read of it again. */
import { expect, test } from "vitest";
import { Failure } from "../../../../../src-shared/domain/failure";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import { decodeModel } from "../../../../../src-main/numerics/onnx/decode-model";
import { encodeModel, encodeModelParts } from "../../../../../src-main/numerics/onnx/encode-model";
import type { Attribute, Graph } from "../../../../../src-main/numerics/onnx/graph";
import type { ElementType, Tensor } from "../../../../../src-main/numerics/tensor/tensor";

const tensors: readonly Tensor[] = [
  { type: "float32", shape: [2, 2], data: Float32Array.of(1, -0.5, 1e30, 0) },
  { type: "float64", shape: [1], data: Float64Array.of(Math.PI) },
  { type: "float16", shape: [2], data: Uint16Array.of(0x3c00, 0xc000) },
  { type: "bfloat16", shape: [1], data: Uint16Array.of(0x3f80) },
  { type: "int8", shape: [1], data: Int8Array.of(-3) },
  { type: "int16", shape: [1], data: Int16Array.of(-300) },
  { type: "int32", shape: [1], data: Int32Array.of(-(2 ** 31)) },
  { type: "int64", shape: [], data: BigInt64Array.of(-(2n ** 63n)) },
  { type: "uint8", shape: [0], data: new Uint8Array(0) },
  { type: "uint16", shape: [1], data: Uint16Array.of(65535) },
  { type: "uint32", shape: [1], data: Uint32Array.of(2 ** 32 - 1) },
  { type: "uint64", shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) },
  { type: "bool", shape: [3], data: Uint8Array.of(1, 0, 1) },
];

const attributes: Readonly<Record<string, Attribute>> = {
  integer: { kind: "integer", value: -1 },
  smallest: { kind: "integer", value: -(2 ** 53 - 1) },
  float: { kind: "float", value: -0.25 },
  text: { kind: "text", value: "größer ≥ 1" },
  integers: { kind: "integers", value: [0, -(2 ** 40), 128, 2 ** 40] },
  floats: { kind: "floats", value: [0.5, -1] },
  texts: { kind: "texts", value: ["a", ""] },
  tensor: { kind: "tensor", value: tensors[2]! },
};

function graphOf(change: Partial<Graph> = {}): Graph {
  const x = { name: "x", type: "float32" as ElementType, shape: [1, "rows", "floor(rows/2)"] };
  return {
    name: "graph",
    inputs: [x],
    outputs: [{ name: "y", type: "float32" }],
    initialisers: new Map(tensors.map((tensor) => [`the ${tensor.type}`, tensor])),
    nodes: [
      { name: "n", operator: "Blur", domain: "com.example", inputs: ["x", "", "the int8"], outputs: ["y"], attributes },
    ],
    values: new Map([["x", x]]),
    ...change,
  };
}

test("every tensor, attribute, name and open size survives", () => {
  const graph = graphOf();
  const bytes = encodeModel(graph, { opset: 21, otherOpsets: new Map([["com.example", 3]]), producer: "somebody" });
  const read = decodeModel(bytes);
  expect(read.graph.nodes).toEqual(graph.nodes);
  expect(read.graph.initialisers).toEqual(graph.initialisers);
  expect([read.graph.name, read.graph.inputs, read.graph.outputs]).toEqual([graph.name, graph.inputs, graph.outputs]);
  expect(read.opsets).toEqual(
    new Map([
      ["", 21],
      ["com.example", 3],
    ]),
  );
  expect([read.producer, read.irVersion]).toEqual(["somebody", 10]);
});

test("a graph within a node survives", () => {
  const branch: Attribute = { kind: "graph", value: graphOf({ name: "branch" }) };
  const [node] = graphOf().nodes;
  const read = decodeModel(encodeModel(graphOf({ nodes: [{ ...node!, attributes: { then_branch: branch } }] })));
  const found = read.graph.nodes[0]!.attributes["then_branch"]!;
  expect(found.kind === "graph" && [found.value.name, found.value.nodes]).toEqual(["branch", [node]]);
});

test("large weights are referenced by the pieces and stand once in the file", () => {
  const builder = new GraphBuilder("weights");
  const data = Float32Array.from({ length: 1000 }, (_, index) => index);
  builder.output("y", builder.mul(builder.input("x", "float32", [1000]), builder.floats(data)));
  const parts = encodeModelParts(builder.toGraph());
  expect(parts.filter(({ buffer }) => buffer === data.buffer)).toHaveLength(1);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  expect(encodeModel(builder.toGraph())).toHaveLength(length);
  expect(length).toBeLessThan(data.byteLength + 300);
});

test("a file that would pass protobuf's 2 GB is refused before it is put together", () => {
  const builder = new GraphBuilder("huge");
  const data = new Float32Array(2 ** 24);
  for (let index = 0; index < 33; index++) builder.constant({ type: "float32", shape: [2 ** 24], data });
  expect(() => encodeModel(builder.toGraph())).toThrow(Failure);
});
