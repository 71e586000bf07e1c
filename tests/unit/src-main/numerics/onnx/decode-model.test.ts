/** @file Checks that ONNX files become graphs: every storage of a tensor, every kind of attribute, and broken bytes. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../../../../src-shared/domain/failure";
import { decodeModel } from "../../../../../src-main/numerics/onnx/decode-model";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import { joinParts, messageField, numberField, textField } from "../../../../../src-main/numerics/onnx/wire-format";
import { buildOnnx, floats, int64s, ONNX_FLOAT } from "../../../../builders/build-onnx";

const storages = new Uint8Array(readFileSync("tests/fixtures/onnx/storages.onnx"));

describe("a file written by onnx itself", () => {
  const { graph, ...model } = decodeModel(storages);

  test.each([
    ["FLOAT", "float32", [1.5, -2.25, Math.fround(3e38)]],
    ["DOUBLE", "float64", [1.5, -2.25, 1e300]],
    ["FLOAT16", "float16", [0x3e00, 0xc080, 0x2e66]],
    ["INT8", "int8", [1, -2, -128]],
    ["INT16", "int16", [1, -2, -32768]],
    ["INT32", "int32", [1, -2, -(2 ** 31)]],
    ["INT64", "int64", [1n, -2n, -(2n ** 63n)]],
    ["UINT8", "uint8", [1, 2, 255]],
    ["UINT16", "uint16", [1, 2, 65535]],
    ["UINT32", "uint32", [1, 2, 2 ** 32 - 1]],
    ["UINT64", "uint64", [1n, 2n, 2n ** 64n - 1n]],
    ["BOOL", "bool", [1, 0, 1]],
    ["COMPLEX64", "complex64", [1, 2, -0, -0.5, 3, 0]],
    ["COMPLEX128", "complex128", [1, 2, -0, -0.5, 3, 0]],
  ])("%s is read from its own field and from raw bytes alike", (name, type, values) => {
    for (const field of ["typed", "raw"]) {
      const tensor = graph.initialisers.get(`${name} ${field}`)!;
      expect(tensor).toMatchObject({ type, shape: [3, 1] });
      expect(Array.from<number | bigint>(tensor.data)).toEqual(values);
    }
  });

  test("bfloat16 keeps its bits, an unpacked number and no numbers at all are read too", () => {
    const bits = graph.initialisers.get("BFLOAT16 typed")!;
    expect(bits).toEqual({ type: "bfloat16", shape: [3, 1], data: Uint16Array.of(0x3fc0, 0xc010, 0x4040) });
    const scalar = { type: "int64", shape: [], data: BigInt64Array.of(-1n) };
    expect(graph.initialisers.get("INT64 unpacked")).toEqual(scalar);
    expect(graph.initialisers.get("empty")).toEqual({ type: "float32", shape: [0, 4], data: new Float32Array(0) });
  });

  test("every kind of attribute is read; 64-bit extremes become the largest exact doubles", () => {
    expect(graph.nodes[1]).toEqual({
      name: "",
      operator: "Every",
      domain: "org.example",
      inputs: ["x", "", "y"],
      outputs: ["z"],
      attributes: {
        text: { kind: "text", value: "größer" },
        texts: { kind: "texts", value: ["a", "b"] },
        integer: { kind: "integer", value: -3 },
        integers: { kind: "integers", value: [1, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] },
        number: { kind: "float", value: 0.5 },
        numbers: { kind: "floats", value: [0.5, -1] },
        tensor: { kind: "tensor", value: { type: "int32", shape: [2], data: Int32Array.of(7, -7) } },
      },
    });
  });

  test("graphs within a node are graphs, whose ends need no shape", () => {
    expect(graph.nodes[0]!.attributes["then_branch"]).toMatchObject({
      kind: "graph",
      value: { name: "branch", nodes: [{ operator: "Identity", inputs: ["x"], outputs: ["kept"] }] },
    });
  });

  test("inputs are what a run must be given; unknown sizes have names that nothing shares", () => {
    expect(graph.inputs).toEqual([
      { name: "x", type: "float32", shape: [1, "height", "x.2"] },
      { name: "which", type: "bool", shape: [] },
    ]);
    expect(graph.outputs).toEqual([{ name: "z", type: "float64" }]);
    expect(graph.values.get("y")).toEqual({ name: "y", type: "float32", shape: ["n", 2] });
    expect(graph.values.get("FLOAT raw")).toEqual({ name: "FLOAT raw", type: "float32", shape: [3, 1] });
  });

  test("the file's words about itself are kept", () => {
    expect(model).toMatchObject({
      irVersion: 3,
      producer: "make.py 1.0",
      opsets: new Map([
        ["", 17],
        ["org.example", 2],
      ]),
      metadata: new Map([["names", "{0: 'opacity'}"]]),
      externalData: [],
      functions: [],
    });
    expect(model.tensors).toContainEqual({ name: "INT8 raw", type: "int8", shape: [3, 1] });
  });

  test("written again it is the same graph, to the bit", () => {
    const written = encodeModel(graph, { opset: 17, otherOpsets: new Map([["org.example", 2]]) });
    const again = decodeModel(written);
    const { nodes, initialisers, inputs, outputs } = graph;
    expect(again.graph).toMatchObject({ nodes, initialisers, inputs, outputs });
    expect(again.opsets).toEqual(model.opsets);
  });

  test("a look without weights tells the same but the elements", () => {
    const look = decodeModel(storages, { withWeights: false });
    expect(look.graph).toEqual({ ...graph, initialisers: new Map() });
    expect(look.tensors).toEqual(model.tensors);
  });
});

const plain = buildOnnx({
  nodes: [{ operator: "Add", inputs: ["x", "w"], outputs: ["y"], attributes: { list: { ints: [1, 2] }, f: 0.5 } }],
  inputs: [{ name: "x", type: ONNX_FLOAT, shape: ["n", 2] }],
  outputs: [{ name: "y", type: ONNX_FLOAT, shape: ["n", 2] }],
  constants: [floats("w", [2], [1, 2]), int64s("k", [1], [-5])],
});

test("bytes cut or changed anywhere are read as another model or refused in one sentence", () => {
  const changes = fc.array(fc.tuple(fc.nat(storages.length - 1), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(plain, storages), fc.nat(storages.length), changes, (file, length, changed) => {
      const bytes = file.slice(0, length);
      for (const [at, byte] of changed) if (at < bytes.length) bytes[at] = byte;
      try {
        decodeModel(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        expect(error).toMatchObject({ code: "unsupported" });
      }
    }),
    { numRuns: 2000 },
  );
});

function modelOf(...graph: Uint8Array[]): Uint8Array {
  return joinParts(messageField(7, graph));
}

function initialiser(...fields: (readonly Uint8Array[])[]): Uint8Array {
  return joinParts(messageField(5, fields.flat()));
}

function external(entries: Readonly<Record<string, string>>): readonly Uint8Array[] {
  const written = Object.entries(entries).map(([key, value]) =>
    messageField(13, [...textField(1, key), ...textField(2, value)]),
  );
  return [...written.flat(), ...numberField(14, 1)];
}

test("a tensor in another file is listed with its place and left out of the initialisers", () => {
  const place = external({ location: "weights.bin", offset: "4096", length: "8" });
  const bytes = modelOf(initialiser(numberField(1, 2), numberField(2, 1), textField(8, "w"), place));
  const { graph, externalData } = decodeModel(bytes);
  expect(externalData).toEqual([{ tensor: "w", location: "weights.bin", offset: 4096, length: 8 }]);
  expect(graph.initialisers.size).toBe(0);
  expect(graph.values.get("w")).toEqual({ name: "w", type: "float32", shape: [2] });
});

test.each([
  [
    "fewer bytes than the shape needs",
    initialiser(numberField(1, 3), numberField(2, 1), textField(8, "w"), messageField(9, [new Uint8Array(8)])),
    "The tensor w holds 8 bytes; 12 bytes of float32 in the shape [3] were expected.",
  ],
  [
    "a shape beyond all memory",
    initialiser(numberField(1, 2 ** 40), numberField(1, 2 ** 40), numberField(2, 1), textField(8, "w")),
    "The tensor w holds 0 bytes; 4.835703278458517e+24 bytes of float32 in the shape [1099511627776, 1099511627776] were expected.",
  ],
  [
    "texts",
    initialiser(numberField(1, 1), numberField(2, 8), textField(8, "w"), textField(6, "a")),
    "The tensor w holds texts; numbers of whole bytes were expected.",
  ],
  [
    "numbers of half a byte",
    initialiser(numberField(1, 2), numberField(2, 22), textField(8, "w")),
    "The tensor w holds elements of ONNX's type 22; numbers of whole bytes were expected.",
  ],
  [
    "another file without a name",
    initialiser(numberField(2, 1), textField(8, "w"), external({ offset: "0" })),
    "The tensor w stands in another file that has no name.",
  ],
  [
    "a place that is none",
    initialiser(numberField(2, 1), textField(8, "w"), external({ location: "a", offset: "-1" })),
    'The tensor w stands in another file at offset "-1", which is no place.',
  ],
])("a tensor with %s is refused in one sentence", (_, tensor, sentence) => {
  expect(() => decodeModel(modelOf(tensor))).toThrow(new Failure("unsupported", sentence));
});

test("a look without weights leaves out what would be refused", () => {
  const tensor = initialiser(numberField(1, 2), numberField(2, 22), textField(8, "w"));
  const { tensors, graph } = decodeModel(modelOf(tensor), { withWeights: false });
  expect(tensors).toEqual([{ name: "w", type: undefined, shape: [2] }]);
  expect(graph.values.size).toBe(0);
});

test("graphs nested without end are refused before the stack is full", () => {
  let graph: readonly Uint8Array[] = [];
  for (let depth = 0; depth < 5000; depth++) {
    graph = [joinParts(messageField(1, messageField(5, [...messageField(6, graph), ...numberField(20, 5)])))];
  }
  const sentence = "The model nests graphs more than 32 deep.";
  expect(() => decodeModel(modelOf(...graph))).toThrow(new Failure("unsupported", sentence));
});

test("a file without a graph is no model", () => {
  const sentence = "The file holds 0 graphs; an ONNX model has one.";
  expect(() => decodeModel(new Uint8Array(0))).toThrow(new Failure("unsupported", sentence));
});

test("the shipped detector is read whole", () => {
  const { graph, opsets, producer } = decodeModel(new Uint8Array(readFileSync("resources/models/compact-frcnn.onnx")));
  const written = new Set([...graph.inputs.map(({ name }) => name), ...graph.initialisers.keys()]);
  for (const { inputs, outputs } of graph.nodes) {
    expect(inputs.filter((name) => name !== "" && !written.has(name))).toEqual([]);
    for (const name of outputs) written.add(name);
  }
  expect(graph.outputs.map(({ name }) => written.has(name))).toEqual([true, true, true]);
  expect(opsets.get("")).toBeGreaterThanOrEqual(11);
  expect(producer).toMatch(/^pytorch /u);
});
