/** @file Checks that the two parts of a cut model compute together what the whole one does. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { readModel } from "../../../../../src-main/numerics/onnx/onnx-model";
import { splitModel } from "../../../../../src-main/numerics/onnx/split-model";
import { buildOnnx, floats, int64s, ONNX_FLOAT, ONNX_INT64, type OnnxGraph } from "../../../../builders/build-onnx";

const x = { name: "x", type: ONNX_FLOAT, shape: [4] };
const cut = { replaced: ["top", "places"], wanted: ["doubled", "k"] };

/** y = 3 · top 2 of (2 · x), plus the largest of sqrt(x), plus x's first; beside it the sum of 2 · x. */
function graph(): OnnxGraph {
  return {
    constants: [
      floats("two", [], [2]),
      floats("three", [], [3]),
      int64s("k", [1], [2]),
      int64s("first", [1], [0]),
      int64s("one", [1], [1]),
    ],
    nodes: [
      { operator: "Mul", inputs: ["x", "two"], outputs: ["doubled"] },
      { operator: "Sqrt", inputs: ["x"], outputs: ["roots"] },
      { operator: "Neg", inputs: ["three"], outputs: ["minusThree"] },
      { operator: "Neg", inputs: ["roots"], outputs: ["nobodyNeedsIt"] },
      { operator: "TopK", inputs: ["doubled", "k"], outputs: ["top", "places"] },
      { operator: "ReduceSum", inputs: ["doubled"], outputs: ["sum"], attributes: { keepdims: { int: 0 } } },
      { operator: "Mul", inputs: ["top", "minusThree"], outputs: ["tripled"] },
      { operator: "Neg", inputs: ["tripled"], outputs: ["positive"] },
      { operator: "ReduceMax", inputs: ["roots"], outputs: ["root"], attributes: { keepdims: { int: 0 } } },
      { operator: "Add", inputs: ["positive", "root"], outputs: ["rooted"] },
      { operator: "Gather", inputs: ["x", "first"], outputs: ["head"] },
      { operator: "Add", inputs: ["rooted", "head"], outputs: ["y"] },
      { operator: "Add", inputs: ["places", "one"], outputs: ["nexts"] },
    ],
    inputs: [x],
    outputs: [
      { name: "y", type: ONNX_FLOAT, shape: [2] },
      { name: "sum", type: ONNX_FLOAT, shape: [] },
      { name: "nexts", type: ONNX_INT64, shape: [2] },
    ],
  };
}

function split(change: Partial<OnnxGraph> = {}, where = cut) {
  return splitModel(readModel(buildOnnx({ ...graph(), ...change })), where);
}

async function run(model: Uint8Array, known: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(model);
  try {
    const feeds = Object.fromEntries(session.inputNames.map((name) => [name, known[name]!]));
    return { ...(await session.run(feeds)) } as Record<string, Tensor>;
  } finally {
    await session.release();
  }
}

const TYPES = new Map([
  ["head", 1],
  ["root", 1],
  ["top", 1],
  ["places", 7],
]);

test("the parts answer what the whole does", async () => {
  const given = { x: new Tensor("float32", Float32Array.of(4, 9, 1, 0), [4]) };
  const whole = await run(buildOnnx(graph()), given);
  const { before, after } = split()!;
  const first = await run(before, given);
  expect([...first["doubled"]!.data]).toEqual([8, 18, 2, 0]);
  expect([...first["k"]!.data]).toEqual([2n]);
  const top = new Tensor("float32", Float32Array.of(18, 8), [2]);
  const places = new Tensor("int64", BigInt64Array.of(1n, 0n), [2]);
  const second = await run(after(TYPES), { ...given, ...first, top, places });
  const answer = { ...first, ...second };
  for (const name of ["y", "sum", "nexts"]) expect([...answer[name]!.data]).toEqual([...whole[name]!.data]);
});

test("everything that does not wait for the cut is computed before it, and only what is needed", () => {
  const { before, after, afterInputs } = split()!;
  const operators = (bytes: Uint8Array) => readModel(bytes).graph.nodes.map(({ outputs }) => outputs[0]);
  expect(afterInputs.toSorted()).toEqual(["head", "places", "root", "top"]);
  expect(operators(before)).toEqual(["doubled", "roots", "sum", "root", "head"]);
  expect(operators(after(TYPES))).toEqual(["minusThree", "tripled", "positive", "rooted", "y", "nexts"]);
});

test("what depends on no input is repeated, not passed, and each part has only the initialisers that it reads", () => {
  const { before, after } = split()!;
  const weights = (bytes: Uint8Array) => readModel(bytes).graph.initialisers.map(({ name }) => name);
  expect(weights(before)).toEqual(["two", "k", "first"]);
  expect(weights(after(TYPES))).toEqual(["three", "one"]);
});

test("an input that the second part reads itself goes to both", () => {
  const join = { operator: "Concat", inputs: ["rooted", "x"], outputs: ["y"], attributes: { axis: { int: 0 } } };
  const nodes = graph().nodes.map((node) => (node.outputs[0] === "y" ? join : node));
  expect(split({ nodes })!.afterInputs).toContain("x");
});

test("a random draw is passed on, since another draw would differ", () => {
  const nodes = graph().nodes.map((node) =>
    node.outputs[0] === "minusThree"
      ? {
          operator: "RandomNormal",
          inputs: [],
          outputs: ["minusThree"],
          attributes: { shape: { ints: [1] } },
        }
      : node,
  );
  expect(split({ nodes })!.afterInputs).toContain("minusThree");
});

test("versions and metadata stand in both parts", () => {
  const model = readModel(buildOnnx(graph()));
  const { before, after } = splitModel(model, cut)!;
  for (const part of [before, after(TYPES)]) expect(readModel(part).rest).toEqual(model.rest);
});

test("a model is not cut where a replaced tensor is an output, or nothing waits for one", () => {
  const top = { name: "top", type: ONNX_FLOAT, shape: [2] };
  expect(split({ outputs: [...graph().outputs, top] })).toBeUndefined();
  expect(split({ outputs: [{ name: "sum", type: ONNX_FLOAT, shape: [] }] })).toBeUndefined();
});
