/** @file Checks how the reference interpreter runs graphs, and what it refuses. */
import { describe, expect, test } from "vitest";
import type { Graph, GraphNode } from "../../../../../../src-main/numerics/onnx/graph";
import { interpret } from "../../../../../../src-main/numerics/onnx/interpreter/interpret";
import type { ReferenceTensor } from "../../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { Failure } from "../../../../../../src-shared/domain/failure";
import { int64, integer, text } from "../../../../../builders/arbitrary-tensors";

/** y = relu(x · w + b), and x itself once more. */
const layer = graphOf([
  nodeOf("MatMul", ["x", "w"], ["product"]),
  nodeOf("Add", ["product", "b"], ["sum"]),
  nodeOf("Relu", ["sum"], ["y"]),
]);

test("a graph is run node by node; initialisers and inputs may be outputs", () => {
  const answers = interpret({ ...layer, outputs: [...layer.outputs, { name: "x", type: "float32" }] }, { x });
  expect([...answers.keys()]).toEqual(["y", "x"]);
  expect(answers.get("y")).toEqual({ type: "float32", shape: [1, 1], data: Float64Array.of(0.5) });
  expect(answers.get("x")).toEqual(x);
});

test("nothing is rounded to the graph's type on the way", () => {
  const third: ReferenceTensor = { ...x, data: Float64Array.of(1 / 3, 0) };
  const [y] = interpret(layer, { x: third }).values();
  expect(y!.data[0]).toBe(1 / 3 - 0.25);
});

test("a tensor that several nodes read is kept until the last of them", () => {
  const graph = graphOf([
    nodeOf("Neg", ["x"], ["negative"]),
    nodeOf("Add", ["negative", "negative"], ["twice"]),
    nodeOf("Mul", ["twice", "x"], ["product"]),
    nodeOf("Sub", ["product", "negative"], ["y"]),
  ]);
  expect([...interpret(graph, { x }).get("y")!.data]).toEqual([-2 * 0.5 ** 2 + 0.5, -2 * 2 ** 2 + 2]);
});

describe("what does not fit is refused in one sentence", () => {
  const cases: readonly (readonly [string, Graph, Record<string, ReferenceTensor>, Failure])[] = [
    ["a missing input", layer, {}, invalid("The input x is missing.")],
    ["an unknown input", layer, { x, z: x }, invalid("The graph has no input z.")],
    [
      "an input of another type",
      layer,
      { x: { ...x, type: "int64" } },
      invalid("The input x is int64 in the shape [1, 2]; float32 in the shape [rows, 2] was expected."),
    ],
    [
      "an input of another shape",
      layer,
      { x: { ...x, shape: [2, 1] } },
      invalid("The input x is float32 in the shape [2, 1]; float32 in the shape [rows, 2] was expected."),
    ],
    [
      "an unknown operator",
      graphOf([nodeOf("Einsum", ["x"], ["y"])]),
      { x },
      unsupported("Einsum einsum is an operator that the reference has no kernel for."),
    ],
    [
      "an operator of another domain",
      graphOf([{ ...nodeOf("Relu", ["x"], ["y"]), domain: "org.example", name: "" }]),
      { x },
      unsupported("org.example.Relu for y is an operator that the reference has no kernel for."),
    ],
    [
      "an attribute that the kernel does not know",
      graphOf([{ ...nodeOf("Relu", ["x"], ["y"]), attributes: { slope: integer(1) } }]),
      { x },
      unsupported("Relu relu: the attribute slope is unknown to the reference."),
    ],
    [
      "an attribute of another kind",
      graphOf([{ ...nodeOf("Softmax", ["x"], ["y"]), attributes: { axis: text("1") } }]),
      { x },
      invalid("Softmax softmax: the attribute axis is of kind text; integer was expected."),
    ],
    [
      "an input that is left out",
      graphOf([nodeOf("Add", ["x", ""], ["y"])]),
      { x },
      invalid("Add add: input 1 is left out."),
    ],
    [
      "a tensor that nothing computes",
      graphOf([nodeOf("Add", ["x", "z"], ["y"])]),
      { x },
      invalid("Add add reads z, which nothing before it computes."),
    ],
    [
      "shapes that cannot be broadcast",
      graphOf([nodeOf("Add", ["x", "three"], ["y"])]),
      { x },
      invalid("Add add: the shapes [1, 2] and [3] cannot be broadcast together."),
    ],
    [
      "more outputs than there are",
      graphOf([nodeOf("Relu", ["x"], ["y", "z"])]),
      { x },
      unsupported("Relu relu: 2 outputs are asked for; it has 1."),
    ],
  ];
  test.each(cases)("%s", (_, graph, inputs, failure) => {
    expect(() => interpret(graph, inputs)).toThrow(failure);
  });

  test("two sizes for one name", () => {
    const info = { type: "int64", shape: ["n"] } as const;
    const graph: Graph = { ...layer, inputs: ["a", "b"].map((name) => ({ name, ...info })) };
    expect(() => interpret(graph, { a: int64([1, 2]), b: int64([1]) })).toThrow(
      invalid("The input b is int64 in the shape [1]; int64 in the shape [n] was expected."),
    );
  });
});

test("a version whose operators meant something else is refused", () => {
  const sentence = "The graph is in ONNX's operator set 12; one from 13 was expected.";
  expect(() => interpret(layer, { x }, { opset: 12 })).toThrow(unsupported(sentence));
});

test("a version before 18 is read as it was meant", () => {
  const graph = graphOf([nodeOf("RoiAlign", ["features", "rois", "images"], ["y"])]);
  const initialisers = new Map([
    ["features", { type: "float32", shape: [1, 1, 2, 2], data: Float32Array.of(0, 1, 2, 3) }],
    ["rois", { type: "float32", shape: [1, 4], data: Float32Array.of(0, 0, 1, 1) }],
    ["images", { type: "int64", shape: [1], data: BigInt64Array.of(0n) }],
  ] as const);
  const [old] = interpret({ ...graph, initialisers }, { x }, { opset: 13 }).values();
  const [current] = interpret({ ...graph, initialisers }, { x }).values();
  expect([old!.data[0], current!.data[0]]).toEqual([1.5, 0]);
});

const x: ReferenceTensor = { type: "float32", shape: [1, 2], data: Float64Array.of(0.5, 2) };

function nodeOf(operator: string, inputs: readonly string[], outputs: readonly string[]): GraphNode {
  return { name: operator.toLowerCase(), operator, domain: "", inputs, outputs, attributes: {} };
}

function graphOf(nodes: readonly GraphNode[]): Graph {
  return {
    name: "layer",
    inputs: [{ name: "x", type: "float32", shape: ["rows", 2] }],
    outputs: [{ name: "y", type: "float32" }],
    initialisers: new Map([
      ["w", { type: "float32", shape: [2, 1], data: Float32Array.of(1, 0.125) }],
      ["b", { type: "float32", shape: [1], data: Float32Array.of(-0.25) }],
      ["three", { type: "float32", shape: [3], data: Float32Array.of(1, 2, 3) }],
    ]),
    nodes,
    values: new Map(),
  };
}

function invalid(sentence: string): Failure {
  return new Failure("invalid-input", sentence);
}

function unsupported(sentence: string): Failure {
  return new Failure("unsupported", sentence);
}
