/** @file Reads the graph of an ONNX file, with the graphs inside its nodes, into values. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ElementType, Tensor } from "../tensor/tensor";
import { ELEMENT_TYPE_OF_NUMBER, readFixed, readIntegers, readTensor, type TensorEntry } from "./decode-tensor";
import type { Attribute, Dimension, Graph, GraphNode, ValueInfo } from "./graph";
import { ATTRIBUTE, DIMENSION, GRAPH, NODE, SHAPE, TENSOR_TYPE, TYPE, VALUE } from "./onnx-fields";
import { contentOf, readFields, textOf, type Field } from "./wire-format";

/** Graphs within nodes within graphs; real models have two or three. A file could nest until the stack is full. */
const DEEPEST_GRAPH = 32;

export interface DecodeOptions {
  /** False for a look at what is there: initialisers' elements are left out, and so is whatever `Graph` has no place
   * for (texts, numbers of half a byte, sparse tensors), of which a whole graph would be refused. */
  readonly withWeights: boolean;
}

export interface DecodedGraph {
  readonly graph: Graph;
  /** Every initialiser, of the graphs within nodes too, decoded or not. */
  readonly tensors: readonly TensorEntry[];
}

/** `message` is the content of a GraphProto.
 * @throws {Failure} `unsupported` when it is none, or holds what `Graph` has no place for. */
export function decodeGraph(message: Uint8Array, options: DecodeOptions): DecodedGraph {
  const tensors: TensorEntry[] = [];
  const graph = readGraph(message, { ...options, tensors, depth: 0 });
  return { graph, tensors };
}

interface Reading extends DecodeOptions {
  readonly depth: number;
  /** Filled on the way. */
  readonly tensors: TensorEntry[];
}

function readGraph(message: Uint8Array, reading: Reading): Graph {
  if (reading.depth > DEEPEST_GRAPH) {
    throw new Failure("unsupported", `The model nests graphs more than ${DEEPEST_GRAPH} deep.`);
  }
  const fields = readFields(message);
  const of = (wanted: number): readonly Field[] => fields.filter(({ number }) => number === wanted);
  if (reading.withWeights && of(GRAPH.sparseInitialiser).length > 0) {
    throw new Failure("unsupported", "The model holds sparse tensors; dense ones were expected.");
  }
  const entries = of(GRAPH.initialiser).map((field) => readTensor(contentOf(field)));
  reading.tensors.push(...entries);
  const initialisers = new Map(entries.flatMap((entry) => loadInitialiser(entry, reading)));
  const stored = new Set(entries.map(({ name }) => name));
  // Before version 4 of the format, initialisers had to be named among the inputs as well.
  const inputs = of(GRAPH.input)
    .filter((field) => !stored.has(readText(readFields(contentOf(field)), VALUE.name)))
    .map((field) => readEnd(field, "input", reading));
  const outputs = of(GRAPH.output).map((field) => readEnd(field, "output", reading));
  const described = [GRAPH.valueInfo, GRAPH.output, GRAPH.input].flatMap(of).flatMap(readValueInfo);
  const known = [...described, ...entries.flatMap(describeEntry)];
  return {
    name: readText(fields, GRAPH.name),
    inputs,
    outputs,
    initialisers,
    nodes: of(GRAPH.node).map((field) => readNode(field, reading)),
    values: new Map(known.map((value) => [value.name, value])),
  };
}

function loadInitialiser(entry: TensorEntry, { withWeights }: Reading): readonly (readonly [string, Tensor])[] {
  return withWeights && !entry.external ? [[entry.name, entry.load()]] : [];
}

function describeEntry({ name, type, shape }: TensorEntry): readonly ValueInfo[] {
  return type === undefined ? [] : [{ name, type, shape }];
}

function readNode(field: Field, reading: Reading): GraphNode {
  const fields = readFields(contentOf(field));
  const texts = (wanted: number): readonly string[] => fields.filter(({ number }) => number === wanted).map(textOf);
  const domain = readText(fields, NODE.domain);
  const name = readText(fields, NODE.name);
  const operator = readText(fields, NODE.operator);
  const attributes = fields
    .filter(({ number }) => number === NODE.attribute)
    .flatMap((each) => readAttribute(contentOf(each), `${operator} ${name}`.trim(), reading));
  return {
    name,
    operator,
    domain: domain === "ai.onnx" ? "" : domain,
    inputs: texts(NODE.input),
    outputs: texts(NODE.output),
    attributes: Object.fromEntries(attributes),
  };
}

/** By ONNX's AttributeProto.AttributeType; the first field of those present decides in files that do not say it. */
const KINDS: ReadonlyMap<number, { readonly kind: Attribute["kind"]; readonly field: number }> = new Map([
  [1, { kind: "float", field: ATTRIBUTE.float }],
  [2, { kind: "integer", field: ATTRIBUTE.integer }],
  [3, { kind: "text", field: ATTRIBUTE.text }],
  [4, { kind: "tensor", field: ATTRIBUTE.tensor }],
  [5, { kind: "graph", field: ATTRIBUTE.graph }],
  [6, { kind: "floats", field: ATTRIBUTE.floats }],
  [7, { kind: "integers", field: ATTRIBUTE.integers }],
  [8, { kind: "texts", field: ATTRIBUTE.texts }],
]);

function readAttribute(message: Uint8Array, node: string, reading: Reading): readonly (readonly [string, Attribute])[] {
  const fields = readFields(message);
  const has = (wanted: number): boolean => fields.some(({ number }) => number === wanted);
  const type = fields.findLast(({ number }) => number === ATTRIBUTE.kind)?.value;
  const name = readText(fields, ATTRIBUTE.name);
  const kind = type ? KINDS.get(Number(type))?.kind : [...KINDS.values()].find(({ field }) => has(field))?.kind;
  const value = kind && attributeOf(kind, fields, reading);
  if (value) return [[name, value]];
  if (!reading.withWeights) return [];
  const expected = "numbers, texts, a tensor or a graph were expected";
  throw new Failure("unsupported", `The attribute ${name} of ${node} is of ONNX's type ${String(type)}; ${expected}.`);
}

/** Undefined where the attribute is a tensor of a type that `Tensor` does not know, and weights do not matter. */
function attributeOf(kind: Attribute["kind"], fields: readonly Field[], reading: Reading): Attribute | undefined {
  const message = (wanted: number): Uint8Array => {
    const field = fields.findLast(({ number }) => number === wanted);
    return field ? contentOf(field) : new Uint8Array(0);
  };
  switch (kind) {
    case "float":
      return { kind, value: readFloats(fields, ATTRIBUTE.float).at(-1) ?? 0 };
    case "integer":
      return { kind, value: toSafeInteger(readIntegers(fields, ATTRIBUTE.integer).at(-1) ?? 0n) };
    case "text":
      return { kind, value: readText(fields, ATTRIBUTE.text) };
    case "floats":
      return { kind, value: readFloats(fields, ATTRIBUTE.floats) };
    case "integers":
      return { kind, value: readIntegers(fields, ATTRIBUTE.integers).map(toSafeInteger) };
    case "texts":
      return { kind, value: fields.filter(({ number }) => number === ATTRIBUTE.texts).map(textOf) };
    case "tensor": {
      const entry = readTensor(message(ATTRIBUTE.tensor));
      const isLeftOut = !reading.withWeights && (entry.type === undefined || entry.external);
      return isLeftOut ? undefined : { kind, value: entry.load() };
    }
    case "graph":
      return { kind, value: readGraph(message(ATTRIBUTE.graph), { ...reading, depth: reading.depth + 1 }) };
  }
}

function readFloats(fields: readonly Field[], wanted: number): readonly number[] {
  const bytes = Uint8Array.from(readFixed(fields, wanted, 4));
  return Array.from(new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4)));
}

/** Exporters write the largest 64-bit number for "to the end"; any number beyond all sizes says the same, and one that
 * a double holds exactly survives being written again. */
function toSafeInteger(value: bigint): number {
  return Math.min(Math.max(Number(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/** An input or an output, which must be a tensor of numbers. Within nodes its type follows from what surrounds it, and
 * exporters leave it out; it then stands as float32, and not among the graph's `values`. */
function readEnd(field: Field, role: "input" | "output", { depth }: Reading): ValueInfo {
  const [value] = readValueInfo(field);
  if (value) return value;
  const name = readText(readFields(contentOf(field)), VALUE.name);
  if (depth > 0) return { name, type: "float32" };
  throw new Failure("unsupported", `The model's ${role} ${name} is no tensor of numbers.`);
}

/** Nothing where the value is no tensor (a sequence, a map) or its elements have no type that `ElementType` knows. */
function readValueInfo(field: Field): readonly ValueInfo[] {
  const fields = readFields(contentOf(field));
  const name = readText(fields, VALUE.name);
  const tensor = readMessage(readMessage(fields, VALUE.type) ?? [], TYPE.tensor);
  const type = elementTypeOf(tensor ?? []);
  if (!tensor || !type) return [];
  const shape = readMessage(tensor, TENSOR_TYPE.shape);
  return [{ name, type, ...(shape && { shape: readShape(shape, name) }) }];
}

function elementTypeOf(tensor: readonly Field[]): ElementType | undefined {
  const type = tensor.findLast(({ number }) => number === TENSOR_TYPE.elementType)?.value;
  return ELEMENT_TYPE_OF_NUMBER.get(Number(type));
}

/** A size of which nothing is said gets a name of its own, for the same text is the same size. */
function readShape(shape: readonly Field[], name: string): readonly Dimension[] {
  return shape
    .filter(({ number }) => number === SHAPE.dimension)
    .map((field, axis) => {
      const fields = readFields(contentOf(field));
      const size = fields.findLast(({ number }) => number === DIMENSION.size)?.value;
      if (typeof size === "number" && size >= 0) return size;
      return readText(fields, DIMENSION.name) || `${name}.${axis}`;
    });
}

function readMessage(fields: readonly Field[], wanted: number): readonly Field[] | undefined {
  const field = fields.findLast(({ number }) => number === wanted);
  return field && readFields(contentOf(field));
}

function readText(fields: readonly Field[], wanted: number): string {
  const field = fields.findLast(({ number }) => number === wanted);
  return field ? textOf(field) : "";
}
