/** @file Tests which nodes the walk back visits, what it refuses, and what it makes of shapes that only a run tells. */
import { expect, test } from "vitest";
import { backward } from "../../../../../src-main/numerics/autodiff/backward";
import { passOf, type ForwardPass } from "../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import type { Attribute, GraphNode } from "../../../../../src-main/numerics/onnx/graph";
import { interpret } from "../../../../../src-main/numerics/onnx/interpreter/interpret";
import type { ReferenceTensor } from "../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { checkGradient, checkGradientOnRuntime, scatteredNumbers } from "../../../../builders/check-gradient";

test("gradients of a value that is read twice are summed", () => {
  const builder = new GraphBuilder("twice");
  const x = builder.input("x", "float32", [2]);
  const answer = builder.mul(x, builder.add(x, x));
  expect(gradientOf(builder, answer, { x: floats([3, 4]) })).toEqual([12, 16]);
});

test("the gradient of a value with respect to itself is what was given", () => {
  const builder = new GraphBuilder("self");
  const x = builder.input("x", "float32", [2]);
  const seed = builder.input("seed", "float32", [2]);
  expect(backward(builder, passOf(builder), new Map([["x", seed]]), ["x"])).toEqual(new Map([["x", seed]]));
  expect(x.shape).toEqual([2]);
});

test("a value that nothing depends on has no gradient", () => {
  const builder = new GraphBuilder("apart");
  const [x] = [builder.input("x", "float32", [2]), builder.input("y", "float32", [2])];
  const answer = builder.exp(x);
  const seeds = new Map([[answer.name, builder.input("seed", "float32", [2])]]);
  const gradients = backward(builder, passOf(builder), seeds, ["x", "y"]);
  expect([...gradients.keys()]).toEqual(["x"]);
});

test("whole numbers and comparisons let no gradient pass, and none is missed there", () => {
  const builder = new GraphBuilder("steps");
  const x = builder.input("x", "float32", [3]);
  const isPositive = builder.cast(builder.greater(x, builder.floats(0)), "float32");
  const best = builder.cast(builder.argMax(x, 0), "float32");
  const answer = builder.mul(builder.add(isPositive, best), x);
  expect(gradientOf(builder, answer, { x: floats([-1, 2, 3]) })).toEqual([2, 3, 3]);
});

test("nodes that no wanted value leads to are passed over, whatever they are", () => {
  const { builder, forward, seeds } = passWith([
    node("Foo", ["other"], ["foo"]),
    node("Add", ["x", "foo"], ["answer"]),
  ]);
  expect(backward(builder, forward, seeds, ["x"]).get("x")).toBe(seeds.get("answer"));
});

test("a node on the way without a rule is refused by its operator and name", () => {
  const { builder, forward, seeds } = passWith([node("Foo", ["x"], ["answer"], "/head/Foo_3")]);
  expect(() => backward(builder, forward, seeds, ["x"])).toThrow(
    "No gradient is known for the operator Foo (node /head/Foo_3).",
  );
});

test("a node of another domain has no rule, although ONNX has an operator of its name", () => {
  const { builder, forward, seeds } = passWith([{ ...node("Relu", ["x"], ["answer"], "act"), domain: "acme" }]);
  expect(() => backward(builder, forward, seeds, ["x"])).toThrow(
    "No gradient is known for the operator acme.Relu (node act).",
  );
});

test("a branch that reads the value from around it is on the way", () => {
  const branch = { ...new GraphBuilder("branch").toGraph(), nodes: [node("Exp", ["x"], ["inner"])] };
  const attributes: Record<string, Attribute> = { then_branch: { kind: "graph", value: branch } };
  const { builder, forward, seeds } = passWith([{ ...node("If", ["other"], ["answer"], "If_7"), attributes }]);
  expect(() => backward(builder, forward, seeds, ["x"])).toThrow(
    "No gradient is known for the operator If (node If_7).",
  );
});

test.each(["reflect", "edge"] as const)("the gradient of padding by %s is refused in a sentence", (mode) => {
  const builder = new GraphBuilder("padded");
  const x = builder.input("x", "float32", [4]);
  const [answer] = builder.apply("Pad", [x, builder.integers([1, 1])], { mode });
  expect(() => gradientOf(builder, answer!, {})).toThrow(
    `The gradient of Pad pad_1 is not known for the mode ${mode}.`,
  );
});

test("a forward pass of open sizes is gone back over without a size being known", async () => {
  const gradientCase = {
    inputs: [
      { tensor: tensor([2, 3, 4]), declared: ["images", "rows", "columns"] },
      { tensor: tensor([1, 4]), declared: ["perhaps one", "columns"] },
    ],
    build: (builder: GraphBuilder, [x, y]: readonly Value[]) => {
      const mixed = builder.mul(builder.reduceMean(x!, { axes: [1], keepAxes: false }), y!);
      return builder.softmax(builder.matMul(builder.flatten(x!, 2), builder.transpose(mixed, [1, 0])));
    },
  };
  expect(checkGradient(gradientCase)).toEqual([]);
  expect(await checkGradientOnRuntime(gradientCase)).toEqual([]);
});

test("where no region was proposed, gradients are empty or zero", async () => {
  const gradientCase = {
    inputs: [
      { tensor: { ...tensor([4, 0]), data: new Float64Array(0) }, declared: ["channels", "regions"] },
      { tensor: tensor([4, 3]) },
    ],
    build: (builder: GraphBuilder, [x, weight]: readonly Value[]) => {
      const rows = builder.reshapeTo(builder.transpose(x!, [1, 0]), builder.shapeOf(builder.transpose(x!, [1, 0])));
      return builder.reduceSum(builder.matMul(rows, weight!));
    },
  };
  expect(checkGradient(gradientCase)).toEqual([]);
  expect(await checkGradientOnRuntime(gradientCase)).toEqual([]);
});

test("rows that come twice are summed on ONNX Runtime, in tables that are too large for a product as well", async () => {
  const rows = 300;
  const places = {
    type: "int64",
    shape: [rows],
    data: Float64Array.from({ length: rows }, (_, index) => index % 7),
  } as const;
  const gradientCase = {
    inputs: [{ tensor: tensor([20_000, 2]) }, { tensor: places }],
    build: (builder: GraphBuilder, [x, at]: readonly Value[]) => builder.gather(x!, at!),
  };
  expect(await checkGradientOnRuntime(gradientCase)).toEqual([]);
});

test("pads below zero, which cut off, are undone on ONNX Runtime", async () => {
  const gradientCase = {
    inputs: [{ tensor: tensor([3, 4]) }],
    build: (builder: GraphBuilder, [x]: readonly Value[]) => builder.pad(x!, [1, -1, -1, 2]),
  };
  expect(checkGradient(gradientCase)).toEqual([]);
  expect(await checkGradientOnRuntime(gradientCase)).toEqual([]);
});

test("bounds that were computed have gradients too", () => {
  const gradientCase = {
    inputs: [{ tensor: tensor([12]) }, { tensor: scalar(-0.31) }, { tensor: scalar(0.27) }],
    build: (builder: GraphBuilder, values: readonly Value[]) => builder.apply("Clip", values)[0]!,
  };
  expect(checkGradient(gradientCase)).toEqual([]);
});

test("the gradient of a gradient is a gradient", () => {
  const build = (builder: GraphBuilder, [x]: readonly Value[]): Value => {
    const answer = builder.tanh(builder.mul(x!, x!));
    const seeds = new Map([[answer.name, builder.expand(builder.floats(1), builder.shapeOf(answer))]]);
    return backward(builder, passOf(builder), seeds, [x!.name]).get(x!.name)!;
  };
  expect(checkGradient({ inputs: [{ tensor: tensor([5]) }], build })).toEqual([]);
});

/** Of the sum of the answer's elements with respect to x. */
function gradientOf(builder: GraphBuilder, answer: Value, feeds: Record<string, ReferenceTensor>): readonly number[] {
  const ones = builder.expand(builder.floats(1), builder.shapeOf(answer));
  const gradients = backward(builder, passOf(builder), new Map([[answer.name, ones]]), ["x"]);
  builder.output("gradient", gradients.get("x")!);
  return [...interpret(builder.toGraph(), feeds).get("gradient")!.data];
}

/** Nodes over the inputs x and other that end in `answer`, in a graph that the builder does not hold. */
function passWith(nodes: readonly GraphNode[]): {
  readonly builder: GraphBuilder;
  readonly forward: ForwardPass;
  readonly seeds: ReadonlyMap<string, Value>;
} {
  const builder = new GraphBuilder("gradient");
  const forward: ForwardPass = {
    nodes,
    infoOf: () => ({ type: "float32", shape: [2] }),
    valueOf: (name) => builder.input(name, "float32", [2]),
  };
  return { builder, forward, seeds: new Map([["answer", builder.input("seed", "float32", [2])]]) };
}

function node(operator: string, inputs: readonly string[], outputs: readonly string[], name = operator): GraphNode {
  return { name, operator, domain: "", inputs, outputs, attributes: {} };
}

function floats(data: readonly number[]): ReferenceTensor {
  return { type: "float32", shape: [data.length], data: Float64Array.from(data) };
}

function scalar(value: number): ReferenceTensor {
  return { type: "float32", shape: [], data: Float64Array.of(value) };
}

function tensor(shape: readonly number[]): ReferenceTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return { type: "float32", shape, data: scatteredNumbers(count, 3) };
}
