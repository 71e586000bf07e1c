/** @file Writes small ONNX files, so that a test can have a model of any shape, sound or broken.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 for the field numbers */

export const ONNX_FLOAT = 1;
export const ONNX_INT64 = 7;

export type OnnxAttribute =
  number | readonly number[] | OnnxTensor | { readonly int: number } | { readonly ints: readonly number[] };

export interface OnnxTensor {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** A number or list of numbers is a float; whole numbers are given as `{ int }` or `{ ints }`. */
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants?: readonly OnnxTensor[];
  readonly opset?: number;
}

export function buildOnnx(graph: OnnxGraph): Uint8Array {
  const body = [
    ...graph.nodes.map((node) => message(1, writeNode(node))),
    text(2, "graph"),
    ...(graph.constants ?? []).map((tensor) => message(5, writeTensor(tensor))),
    ...graph.inputs.map((value) => message(11, writeValue(value))),
    ...graph.outputs.map((value) => message(12, writeValue(value))),
  ];
  return join([integer(1, 8), message(7, body), message(8, [text(1, ""), integer(2, graph.opset ?? 13)])]);
}

export function floats(name: string, shape: readonly number[], values: readonly number[]): OnnxTensor {
  return { name, type: ONNX_FLOAT, shape, data: Float32Array.from(values) };
}

export function int64s(name: string, shape: readonly number[], values: readonly number[]): OnnxTensor {
  return { name, type: ONNX_INT64, shape, data: BigInt64Array.from(values, BigInt) };
}

function writeNode(node: OnnxNode): readonly Uint8Array[] {
  return [
    ...node.inputs.map((name) => text(1, name)),
    ...node.outputs.map((name) => text(2, name)),
    text(4, node.operator),
    ...Object.entries(node.attributes ?? {}).map(([name, value]) =>
      message(5, [text(1, name), ...writeAttribute(value)]),
    ),
  ];
}

/** Field 20 is the attribute's type: 1 float, 2 integer, 4 tensor, 6 floats, 7 integers. */
function writeAttribute(value: OnnxAttribute): readonly Uint8Array[] {
  if (typeof value === "number") return [float(2, value), integer(20, 1)];
  if ("int" in value) return [integer(3, value.int), integer(20, 2)];
  if ("ints" in value) return [...value.ints.map((entry) => integer(8, entry)), integer(20, 7)];
  if ("data" in value) return [message(5, writeTensor(value)), integer(20, 4)];
  return [...value.map((entry) => float(7, entry)), integer(20, 6)];
}

function writeTensor({ name, type, shape, data }: OnnxTensor): readonly Uint8Array[] {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [...shape.map((size) => integer(1, size)), integer(2, type), text(8, name), bytes(9, raw)];
}

function writeValue({ name, type, shape }: OnnxValue): readonly Uint8Array[] {
  const sizes = shape.map((size) => message(1, [typeof size === "number" ? integer(1, size) : text(2, size)]));
  return [text(1, name), message(2, [message(1, [integer(1, type), message(2, sizes)])])];
}

function integer(field: number, value: number): Uint8Array {
  return join([varint(BigInt(field * 8)), varint(BigInt.asUintN(64, BigInt(value)))]);
}

function float(field: number, value: number): Uint8Array {
  return join([varint(BigInt(field * 8 + 5)), new Uint8Array(Float32Array.of(value).buffer)]);
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return join([varint(BigInt(field * 8 + 2)), varint(BigInt(value.length)), value]);
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value));
}

function message(field: number, parts: readonly Uint8Array[]): Uint8Array {
  return bytes(field, join(parts));
}

function varint(value: bigint): Uint8Array {
  const groups: number[] = [];
  let rest = value;
  do {
    groups.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(groups);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
