/** @file Checks the shapes of whole graphs: of an exported detector against every tensor that ONNX Runtime computes. */
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import { decodeModel } from "../../../../../src-main/numerics/onnx/decode-model";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import type { Dimension, Graph } from "../../../../../src-main/numerics/onnx/graph";
import { inferShapes } from "../../../../../src-main/numerics/onnx/infer-shapes";
import { evaluateSize } from "../../../../builders/evaluate-size";

const COMPACT = new URL("../../../../../resources/models/compact-frcnn.onnx", import.meta.url);

test("every shape that is inferred of an exported detector holds when it runs", async () => {
  const { graph, opsets } = decodeModel(readFileSync(COMPACT));
  const inferred = inferShapes(graph);
  const shaped = graph.nodes.flatMap(({ outputs }) => outputs.flatMap((name) => inferred.get(name) ?? []));
  expect(shaped.length).toBeGreaterThan(1700);
  const model = encodeModel({ ...graph, outputs: shaped }, { opset: opsets.get("")! });
  const answers = await run(model, {
    image: new Tensor("float32", new Float32Array(3 * 256 * 256).fill(0.5), [3, 256, 256]),
  });
  const sizes = new Map<string, number>();
  for (const { name } of shaped) {
    const open = name.replaceAll(/[^\w.]/g, "_");
    for (const [axis, size] of answers[name]!.dims.entries()) sizes.set(`${open}.${axis}`, size);
  }
  for (const { name, shape } of graph.outputs) {
    for (const [axis, size] of shape!.entries()) sizes.set(String(size), answers[name]!.dims[axis]!);
  }
  for (const { name, type, shape } of shaped) {
    expect([name, answers[name]!.type]).toEqual([name, type]);
    const { dims } = answers[name]!;
    // Behind a branch that answers in two shapes, the type alone is told.
    const found = shape?.map((size, axis) => (isTooLong(size) ? dims[axis] : evaluateSize(size, sizes)));
    expect([name, found ?? [...dims]]).toEqual([name, [...dims]]);
  }
});

test("sizes that a graph computes with are followed to where they shape a tensor", () => {
  const builder = new GraphBuilder("sizes");
  const image = builder.input("image", "float32", ["images", 6, "rows", "columns"]);
  const sizes = builder.shapeOf(image);
  const at = (place: number) => builder.gather(sizes, builder.integers([place]));
  const half = builder.div(at(2), builder.integers([2]));
  const wanted = builder.concat([at(0), builder.integers([2, 3]), half, builder.integers([-1])], 0);
  expect(builder.reshapeTo(image, wanted).shape).toEqual([
    "images",
    2,
    3,
    "floor(rows/2)",
    "floor(columns*rows/floor(rows/2))",
  ]);
  const flat = builder.reshapeTo(image, builder.concat([at(0), builder.integers([3, -1])], 0));
  expect(flat.shape).toEqual(["images", 3, "2*columns*rows"]);
  expect(builder.range(builder.squeeze(at(3), [0])).shape).toEqual(["columns"]);
  expect(builder.expand(builder.floats(1), builder.slice(sizes, { starts: [-2], ends: [2 ** 31 - 1] })).shape).toEqual([
    "rows",
    "columns",
  ]);
});

test("what only the run tells is named after the tensor", () => {
  const builder = new GraphBuilder("open");
  const scores = builder.input("scores", "float32", ["boxes"]);
  const [found] = builder.apply("NonZero", [scores]);
  expect(found!.shape).toEqual([1, "nonZero_1.1"]);
  const graph = builder.toGraph();
  expect(inferShapes(graph).get(found!.name)).toEqual({ name: "nonZero_1", type: "int64", shape: [1, "nonZero_1.1"] });
});

test("behind an operator that is not in the table, the graph's own word is taken", () => {
  const builder = new GraphBuilder("custom");
  const x = builder.input("x", "float32", [2, "n"]);
  builder.relu(x);
  const graph = builder.toGraph();
  const [relu] = graph.nodes;
  const custom = { ...relu!, operator: "Blur", domain: "com.example", outputs: ["blurred"] };
  const behind = { ...relu!, inputs: ["blurred"], outputs: ["answer"] };
  const values = new Map(graph.values).set("blurred", { name: "blurred", type: "float32", shape: [2, "n", 3] });
  expect(inferShapes({ ...graph, nodes: [custom, behind], values }).get("answer")?.shape).toEqual([2, "n", 3]);
  expect(inferShapes({ ...graph, nodes: [custom, behind] }).has("answer")).toBe(false);
});

/** Formulas that are too long are named by a checksum. */
function isTooLong(size: Dimension): boolean {
  return typeof size === "string" && size.includes("size_");
}

async function run(model: Uint8Array, feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  try {
    return { ...(await session.run(feeds)) } as Record<string, Tensor>;
  } finally {
    await session.release();
  }
}

test("a file may claim a billion sizes without costing them", () => {
  const builder = new GraphBuilder("claims");
  const x = builder.input("x", "float32", [2, 3]);
  const sizes = builder.input("sizes", "int64", [2]);
  builder.apply("Reshape", [x, sizes]);
  builder.apply("ConstantOfShape", [sizes]);
  builder.apply("Slice", [x, sizes, sizes]);
  const graph = builder.toGraph();
  const claimed = graph.inputs.map((input) => (input.name === "sizes" ? { ...input, shape: [1e9] } : input));
  const inferred = inferShapes({ ...graph, inputs: claimed, values: new Map() });
  const shapes = ["reshape_1", "constantOfShape_1", "slice_1"].map((name) => inferred.get(name)?.shape);
  expect(shapes).toEqual([undefined, undefined, ["slice_1.0", "slice_1.1"]]);
});

test("the branches of an If tell the type of its answer, and its shape where both have one", () => {
  const branch = (name: string, shape: readonly number[]): Graph => {
    const builder = new GraphBuilder(name);
    builder.output("chosen", builder.constant({ type: "int64", shape, data: new BigInt64Array(2) }));
    return builder.toGraph();
  };
  const answerOf = (second: readonly number[]) => {
    const attributes = {
      then_branch: { kind: "graph", value: branch("then", [2]) },
      else_branch: { kind: "graph", value: branch("else", second) },
    } as const;
    const node = { name: "if", operator: "If", domain: "", inputs: ["choice"], outputs: ["answer"], attributes };
    const choice = { name: "choice", type: "bool", shape: [] } as const;
    const graph = {
      name: "two",
      inputs: [choice],
      outputs: [],
      initialisers: new Map(),
      nodes: [node],
      values: new Map(),
    };
    return inferShapes(graph).get("answer");
  };
  expect(answerOf([2])).toEqual({ name: "answer", type: "int64", shape: [2] });
  expect(answerOf([1, 2])).toEqual({ name: "answer", type: "int64" });
});
