/** @file Checks that a node of an older operator set, written anew for set 18, answers what ONNX Runtime makes of the old. */
import { expect, test } from "vitest";
import type { Attribute } from "../../../../../src-main/numerics/onnx/graph";
import { inferShapes } from "../../../../../src-main/numerics/onnx/infer-shapes";
import { interpret } from "../../../../../src-main/numerics/onnx/interpreter/interpret";
import {
  referenceTensor,
  type ReferenceTensor,
} from "../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { upgradeGraph } from "../../../../../src-main/numerics/onnx/upgrade-graph";
import { askRuntime, graphOf, largestDifference, type NodeCase } from "../../../../builders/ask-both";

const floats = (shape: readonly number[], ...values: readonly number[]): ReferenceTensor => {
  const count = shape.reduce((product, size) => product * size, 1);
  const filled = values.length > 0 ? values : Array.from({ length: count }, (_, index) => Math.sin(3 * index) * 2);
  return referenceTensor("float32", shape, Float64Array.from(filled, Math.fround));
};
const whole = (...values: readonly number[]) => referenceTensor("int64", [values.length], Float64Array.from(values));
const integer = (value: number): Attribute => ({ kind: "integer", value });
const integers = (...value: readonly number[]): Attribute => ({ kind: "integers", value });
const float = (value: number): Attribute => ({ kind: "float", value });

const CASES: readonly (NodeCase & { readonly opset: number; readonly what: string })[] = [
  {
    what: "axes to squeeze",
    operator: "Squeeze",
    opset: 11,
    inputs: [floats([1, 3, 1])],
    attributes: { axes: integers(0) },
  },
  { what: "all axes to squeeze", operator: "Squeeze", opset: 11, inputs: [floats([1, 3, 1])] },
  {
    what: "axes to add",
    operator: "Unsqueeze",
    opset: 11,
    inputs: [floats([3])],
    attributes: { axes: integers(0, 2) },
  },
  {
    what: "axes to sum over",
    operator: "ReduceSum",
    opset: 11,
    inputs: [floats([2, 3, 4])],
    attributes: { axes: integers(1), keepdims: integer(0) },
  },
  {
    what: "axes to average over",
    operator: "ReduceMean",
    opset: 17,
    inputs: [floats([2, 3, 4])],
    attributes: { axes: integers(-1, 0) },
  },
  {
    what: "axes of a length",
    operator: "ReduceL2",
    opset: 13,
    inputs: [floats([2, 3])],
    attributes: { axes: integers(-1) },
  },
  {
    what: "axes of a logarithm of summed exponentials",
    operator: "ReduceLogSumExp",
    opset: 13,
    inputs: [floats([2, 3])],
    attributes: { axes: integers(0) },
  },
  {
    what: "axes of a maximum",
    operator: "ReduceMax",
    opset: 12,
    inputs: [floats([2, 3])],
    attributes: { axes: integers(0) },
  },
  {
    what: "sizes of parts",
    operator: "Split",
    opset: 11,
    inputs: [floats([2, 5])],
    outputs: ["float32", "float32"],
    attributes: { axis: integer(1), split: integers(2, 3) },
  },
  {
    what: "equal parts",
    operator: "Split",
    opset: 13,
    inputs: [floats([2, 6])],
    outputs: ["float32", "float32"],
    attributes: { axis: integer(1) },
  },
  {
    what: "bounds",
    operator: "Clip",
    opset: 6,
    inputs: [floats([2, 3])],
    attributes: { min: float(-0.5), max: float(0.5) },
  },
  {
    what: "an upper bound alone",
    operator: "Clip",
    opset: 6,
    inputs: [floats([2, 3])],
    attributes: { max: float(0.5) },
  },
  {
    what: "a slice",
    operator: "Slice",
    opset: 9,
    inputs: [floats([3, 4])],
    attributes: { axes: integers(1), starts: integers(1), ends: integers(3) },
  },
  {
    what: "a slice of the first axes",
    operator: "Slice",
    opset: 9,
    inputs: [floats([3, 4])],
    attributes: { starts: integers(1), ends: integers(9) },
  },
  {
    what: "a border",
    operator: "Pad",
    opset: 10,
    inputs: [floats([1, 2])],
    attributes: { pads: integers(0, 1, 1, 0), value: float(7) },
  },
  {
    what: "a border of zeros",
    operator: "Pad",
    opset: 10,
    inputs: [floats([2])],
    attributes: { pads: integers(1, 1) },
  },
  {
    what: "a count of the largest",
    operator: "TopK",
    opset: 9,
    inputs: [floats([2, 4])],
    outputs: ["float32", "int64"],
    attributes: { k: integer(2) },
  },
  {
    what: "a softmax over several axes at once",
    operator: "Softmax",
    opset: 11,
    inputs: [floats([2, 3, 2])],
    attributes: { axis: integer(1) },
  },
  { what: "a softmax with its former default", operator: "Softmax", opset: 12, inputs: [floats([2, 3, 2])] },
  {
    what: "a softmax over the last axis",
    operator: "LogSoftmax",
    opset: 11,
    inputs: [floats([2, 3])],
    attributes: { axis: integer(-1) },
  },
  {
    what: "factors of an Upsample",
    operator: "Upsample",
    opset: 9,
    inputs: [floats([1, 1, 2, 2]), floats([4], 1, 1, 2, 3)],
    attributes: { mode: { kind: "text", value: "nearest" } },
  },
  {
    what: "factors of an older Upsample",
    operator: "Upsample",
    opset: 7,
    inputs: [floats([1, 1, 2, 2])],
    attributes: { scales: { kind: "floats", value: [1, 1, 2, 2] }, mode: { kind: "text", value: "nearest" } },
  },
  {
    what: "factors of the first Resize",
    operator: "Resize",
    opset: 10,
    inputs: [floats([1, 1, 3, 3]), floats([4], 1, 1, 2, 2)],
    attributes: { mode: { kind: "text", value: "linear" } },
  },
  {
    what: "regions without a shift",
    operator: "RoiAlign",
    opset: 10,
    inputs: [floats([1, 2, 6, 6]), floats([1, 4], 1, 1, 4, 5), whole(0)],
    attributes: { output_height: integer(2), output_width: integer(2), sampling_ratio: integer(2) },
  },
  {
    what: "a dropout at rest",
    operator: "Dropout",
    opset: 10,
    inputs: [floats([2, 3])],
    attributes: { ratio: float(0.5) },
  },
  {
    what: "a scatter by its former name",
    operator: "Scatter",
    opset: 9,
    inputs: [floats([4]), whole(2, 0), floats([2], 9, 8)],
  },
  {
    what: "a normalisation of places",
    operator: "BatchNormalization",
    opset: 8,
    inputs: [floats([1, 2, 2]), floats([2], 1, 2), floats([2], 0, 1), floats([2], 0.5, 0), floats([2], 1, 4)],
    attributes: { spatial: integer(1) },
  },
  {
    what: "a cast of a later set",
    operator: "Cast",
    opset: 19,
    inputs: [floats([3], 1.5, -2, 0)],
    outputs: ["int64"],
    attributes: { to: integer(7), saturate: integer(1) },
  },
  { what: "a GELU of a later set", operator: "Gelu", opset: 20, inputs: [floats([2, 5])] },
  {
    what: "a GELU of a later set, nearly",
    operator: "Gelu",
    opset: 20,
    inputs: [floats([2, 5])],
    attributes: { approximate: { kind: "text", value: "tanh" } },
  },
  {
    what: "a pool of a later set",
    operator: "AveragePool",
    opset: 19,
    inputs: [floats([1, 1, 4, 4])],
    attributes: { kernel_shape: integers(2, 2), dilations: integers(1, 1) },
  },
];

test.each(CASES)("$what ($operator of set $opset) mean the same in set 18", async (given) => {
  const upgraded = upgradeGraph(graphOf(given), given.opset);
  expect(upgraded.outputs).toEqual(graphOf(given).outputs);
  // Every node is in the table's form, or this refuses it.
  inferShapes(upgraded);
  const inputs = Object.fromEntries(
    given.inputs.flatMap((input, place) => (input ? [[`input${place}`, input] as const] : [])),
  );
  const found = [...interpret(upgraded, inputs).values()];
  for (const [place, expected] of (await askRuntime(given)).entries()) {
    expect(found[place]!.shape).toEqual(expected.shape);
    expect(largestDifference(found[place]!.data, expected.data)).toBeLessThan(1e-6);
  }
});

test("graphs within nodes are written anew as well", () => {
  const body = graphOf({ operator: "Squeeze", inputs: [floats([1, 3])], attributes: { axes: integers(0) } });
  const outer = graphOf({
    operator: "If",
    inputs: [floats([1])],
    attributes: { then_branch: { kind: "graph", value: body } },
  });
  const { then_branch: branch } = upgradeGraph(outer, 11).nodes[0]!.attributes;
  expect(branch?.kind === "graph" && branch.value.nodes[0]).toMatchObject({
    inputs: ["input0", "output0/axes"],
    attributes: {},
  });
});

test("a node of another domain stays as it is", () => {
  const graph = graphOf({ operator: "Squeeze", inputs: [floats([1, 3])], attributes: { axes: integers(0) } });
  const foreign = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, domain: "com.example" })) };
  expect(upgradeGraph(foreign, 11).nodes).toEqual(foreign.nodes);
});
