/** @file Checks that a model file is read by name and written without a loss. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readModel, writeModel } from "../../../../../src-main/numerics/onnx/onnx-model";
import { joinParts, messageField, numberField, textField } from "../../../../../src-main/numerics/onnx/wire-format";
import { buildOnnx, floats, ONNX_FLOAT } from "../../../../builders/build-onnx";

const shippedFile = new URL("../../../../../resources/models/compact-frcnn.onnx", import.meta.url);

function tiny(): Uint8Array {
  return buildOnnx({
    constants: [floats("two", [], [2])],
    nodes: [{ operator: "Pow", inputs: ["x", "two"], outputs: ["y"], attributes: { note: { int: -3 } } }],
    inputs: [{ name: "x", type: ONNX_FLOAT, shape: [3] }],
    outputs: [{ name: "y", type: ONNX_FLOAT, shape: [3] }],
  });
}

test("nodes, inputs, outputs and initialisers are known by name", () => {
  const { graph, isTied } = readModel(tiny());
  expect(graph.nodes).toMatchObject([{ operator: "Pow", domain: "", inputs: ["x", "two"], outputs: ["y"] }]);
  expect(graph.nodes[0]!.integers).toEqual(new Map([["note", -3]]));
  const named = [graph.initialisers, graph.inputs, graph.outputs].map((all) => all.map(({ name }) => name));
  expect(named).toEqual([["two"], ["x"], ["y"]]);
  expect(isTied).toBe(false);
});

test("the shipped detector is the same file after reading and writing, field order aside", () => {
  const bytes = readFileSync(shippedFile);
  const written = writeModel(readModel(bytes));
  expect(written).toHaveLength(bytes.length);
  expect(digestOfBytes(written)).toBe(digestOfBytes(bytes));
  const again = writeModel(readModel(written));
  expect(Buffer.compare(again, written)).toBe(0);
});

test("fields that this program does not know are kept", () => {
  const unknown = joinParts([...textField(77, "a later ONNX"), ...numberField(78, 9)]);
  const written = writeModel(readModel(joinParts([unknown, tiny()])));
  expect(Buffer.from(written).includes(Buffer.from(unknown))).toBe(true);
});

test("names that a branch takes from around it count as read, its own do not", () => {
  const branch = joinParts([
    ...messageField(1, [
      ...textField(1, "outer"),
      ...textField(1, "own"),
      ...textField(2, "z"),
      ...textField(4, "Add"),
    ]),
    ...messageField(5, textField(8, "own")),
    ...messageField(12, textField(1, "z")),
    ...messageField(12, textField(1, "passedThrough")),
  ]);
  const attribute = messageField(5, [...textField(1, "then_branch"), ...messageField(6, [branch])]);
  const node = messageField(1, [...textField(1, "isDark"), ...textField(2, "y"), ...textField(4, "If"), ...attribute]);
  const { nodes } = readModel(joinParts(messageField(7, node))).graph;
  expect([...nodes[0]!.reads].toSorted()).toEqual(["isDark", "outer", "passedThrough"]);
});

test("weights that lie in another file tie a model to it", () => {
  const weight = messageField(5, [...textField(8, "w"), ...numberField(14, 1)]);
  expect(readModel(joinParts(messageField(7, weight))).isTied).toBe(true);
});

test("a graph for training beside it ties a model too", () => {
  expect(readModel(joinParts([...messageField(7, []), ...messageField(20, [])])).isTied).toBe(true);
});

test("a file without a graph, or with two, is refused", () => {
  expect(() => readModel(new Uint8Array(0))).toThrow("The file holds 0 graphs; an ONNX model has one.");
  expect(() => readModel(joinParts([...messageField(7, []), ...messageField(7, [])]))).toThrow("2 graphs");
});

/** The sum of all bytes: fields may change places, but none its content. */
function digestOfBytes(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum + byte, 0);
}
