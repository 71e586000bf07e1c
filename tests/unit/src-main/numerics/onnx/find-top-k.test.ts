/** @file Checks which TopK nodes are taken for torch's topk. */
import { expect, test } from "vitest";
import { findTopK } from "../../../../../src-main/numerics/onnx/find-top-k";
import { readModel } from "../../../../../src-main/numerics/onnx/onnx-model";
import { buildOnnx, ONNX_FLOAT, type OnnxNode } from "../../../../builders/build-onnx";

function found(...nodes: readonly OnnxNode[]) {
  const ends = { inputs: [{ name: "x", type: ONNX_FLOAT, shape: [1, 9] }], outputs: [] };
  return findTopK(readModel(buildOnnx({ nodes, ...ends })).graph);
}

function top(name: string, data: string, attributes: OnnxNode["attributes"] = {}, count = "k"): OnnxNode {
  return { operator: "TopK", inputs: [data, count], outputs: [`${name}Values`, `${name}Indices`], attributes };
}

test("a TopK of the largest is found with its tensors and its axis", () => {
  const attributes = { axis: { int: 1 }, largest: { int: 1 }, sorted: { int: 1 } };
  expect(found(top("a", "x", attributes))).toEqual([
    { data: "x", count: "k", values: "aValues", indices: "aIndices", axis: 1 },
  ]);
  expect(found(top("a", "x"))).toMatchObject([{ axis: -1 }]);
});

test("the smallest and the unsorted are left to ONNX", () => {
  expect(found(top("a", "x", { largest: { int: 0 } }), top("b", "x", { sorted: { int: 0 } }))).toEqual([]);
});

test("one that waits for another, through whatever lies between, is left to ONNX", () => {
  const between: OnnxNode = { operator: "Relu", inputs: ["aValues"], outputs: ["r"] };
  expect(found(top("a", "x"), between, top("b", "r"), top("c", "x"))).toMatchObject([
    { values: "aValues" },
    { values: "cValues" },
  ]);
});

test("a sort, which takes as many as its own input has, is left to ONNX", () => {
  const all = (shape: string): readonly OnnxNode[] => [
    { operator: "Shape", inputs: [shape], outputs: ["shape"] },
    { operator: "Gather", inputs: ["shape", "one"], outputs: ["size"] },
    { operator: "Reshape", inputs: ["size", "flat"], outputs: ["k"] },
  ];
  expect(found(...all("x"), top("a", "x"))).toEqual([]);
  const other: OnnxNode = { operator: "Relu", inputs: ["x"], outputs: ["y"] };
  expect(found(other, ...all("y"), top("a", "x"))).toHaveLength(1);
});

test("a count that is the lesser of two is torch's topk", () => {
  const lesser: readonly OnnxNode[] = [
    { operator: "Shape", inputs: ["x"], outputs: ["shape"] },
    { operator: "Concat", inputs: ["shape", "limit"], outputs: ["both"] },
    { operator: "ReduceMin", inputs: ["both"], outputs: ["k"] },
  ];
  expect(found(...lesser, top("a", "x"))).toHaveLength(1);
});
