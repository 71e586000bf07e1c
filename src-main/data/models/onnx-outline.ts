/** @file Reads an ONNX file without its weights: the same message with the elements of large tensors left out, and the
 * places where they stand, so that a file of any size is looked into with little memory.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto for the field numbers */
import { Failure } from "../../../src-shared/domain/failure";
import { readTensor, type TensorEntry } from "../../numerics/onnx/decode-tensor";
import { joinParts, messageField } from "../../numerics/onnx/wire-format";
import { printableName } from "../../numerics/pickle/printable-name";
import type { RandomAccess } from "../../numerics/pickle/random-access";
import { elementBytes } from "../../numerics/tensor/element-layout";
import { countElements } from "../../numerics/tensor/tensor";
import { ProtobufWalker, type PlacedField } from "./protobuf-walker";

const MODEL_GRAPH = 7;
const GRAPH_INITIALISER = 5;
/** Elements of a tensor: floats, integers, longs, raw bytes, doubles, unsigned longs. */
const ELEMENTS = new Set([4, 5, 7, 9, 10, 11]);
const RAW = 9;
const FLOATS = 4;
const DOUBLES = 10;
/** Smaller tensors are shapes and axes, which cost nothing to keep. */
const SMALL_TENSOR_BYTES = 1024;
/** Names, nodes and constants of the largest detectors are a few megabytes. */
const MAX_OUTLINE_BYTES = 256 * 2 ** 20;

export interface OnnxOutline {
  /** An ONNX model whose large initialisers have no elements. */
  readonly bytes: Uint8Array;
  readonly weights: readonly PlacedWeights[];
}

/** Little-endian elements of an initialiser, large or small, by their place in the file. */
export interface PlacedWeights extends Pick<TensorEntry, "name" | "type" | "shape"> {
  readonly start: number;
  readonly end: number;
}

/** @throws {Failure} `unsupported` when the file is no whole message, or too much of it is no weights. */
export function readOnnxOutline(file: RandomAccess): OnnxOutline {
  const reading: Reading = { walker: new ProtobufWalker(file), weights: [], keptBytes: 0 };
  const parts = reading.walker
    .fields(0, file.byteLength)
    .flatMap((field) => (isMessage(field, MODEL_GRAPH) ? graphParts(field, reading) : [keep(field, reading)]));
  return { bytes: joinParts(parts), weights: reading.weights };
}

interface Reading {
  readonly walker: ProtobufWalker;
  /** Filled on the way, as is the count. */
  readonly weights: PlacedWeights[];
  keptBytes: number;
}

function graphParts(graph: PlacedField, reading: Reading): readonly Uint8Array[] {
  const parts = reading.walker
    .fields(graph.contentStart, graph.end)
    .flatMap((field) => (isMessage(field, GRAPH_INITIALISER) ? tensorParts(field, reading) : [keep(field, reading)]));
  return messageField(MODEL_GRAPH, parts);
}

function tensorParts(message: PlacedField, reading: Reading): readonly Uint8Array[] {
  const fields = reading.walker.fields(message.contentStart, message.end);
  const elements = fields.filter(({ number }) => ELEMENTS.has(number));
  const large = new Set(elements.filter(({ start, end }) => end - start > SMALL_TENSOR_BYTES));
  const kept = joinParts(fields.filter((field) => !large.has(field)).map((field) => keep(field, reading)));
  const tensor = readTensor(kept);
  for (const { number, isDelimited, contentStart: start, end } of elements) {
    if (number === RAW) requireWhole(tensor, end - start);
    const isPlain = isDelimited && (number === RAW || number === FLOATS || number === DOUBLES);
    if (isPlain) reading.weights.push({ name: tensor.name, type: tensor.type, shape: tensor.shape, start, end });
  }
  return messageField(GRAPH_INITIALISER, [kept]);
}

/** ONNX Runtime says so in words of its own source. */
function requireWhole({ name, type, shape }: TensorEntry, bytes: number): void {
  const needed = type && countElements(shape) * elementBytes(type);
  if (needed === undefined || needed === bytes) return;
  const found = `The tensor ${printableName(name)} has ${bytes} bytes, where its shape [${shape.join(", ")}] needs ${needed}`;
  throw new Failure("unsupported", `${found}.`);
}

function keep({ start, end }: PlacedField, reading: Reading): Uint8Array {
  reading.keptBytes += end - start;
  if (reading.keptBytes <= MAX_OUTLINE_BYTES) return reading.walker.read(start, end);
  const sentence = `It holds more than ${MAX_OUTLINE_BYTES / 2 ** 20} MB beside its weights.`;
  throw new Failure("unsupported", sentence);
}

function isMessage({ number, isDelimited }: PlacedField, wanted: number): boolean {
  return isDelimited && number === wanted;
}
