/** @file An ONNX file as its graph's nodes and tensors by name, each with its own bytes. */
import { Failure } from "../../../src-shared/domain/failure";
import { GRAPH, MODEL, TENSOR, VALUE } from "./onnx-fields";
import { readNode, type OnnxNode } from "./onnx-node";
import { contentOf, joinParts, messageField, readFields, textOf, type Field } from "./wire-format";

/** Fields of a graph that are taken apart; all others are kept as they are. */
const PARTS = new Set([GRAPH.node, GRAPH.initialiser, GRAPH.input, GRAPH.output, GRAPH.valueInfo]);

/** Something with a name and its bytes in the file, tag included. */
export interface Named {
  readonly name: string;
  readonly raw: Uint8Array;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: readonly Named[];
  readonly inputs: readonly Named[];
  readonly outputs: readonly Named[];
  /** Types and shapes that the file gives of tensors within the graph. */
  readonly valueInfos: readonly Named[];
  /** All other fields of the graph. */
  readonly rest: readonly Uint8Array[];
}

export interface OnnxModel {
  readonly graph: OnnxGraph;
  /** All other fields of the file: versions, operator sets, functions, metadata. */
  readonly rest: readonly Uint8Array[];
  /** Whether the graph cannot stand without something beside it: weights in other files, or graphs for training. */
  readonly isTied: boolean;
}

/** @throws {Failure} `unsupported` when the bytes are no protobuf message with one graph. */
export function readModel(bytes: Uint8Array): OnnxModel {
  const fields = readFields(bytes);
  const graphs = fields.filter(({ number }) => number === MODEL.graph);
  if (graphs.length !== 1) {
    throw new Failure("unsupported", `The file holds ${graphs.length} graphs; an ONNX model has one.`);
  }
  const graph = readFields(contentOf(graphs[0]));
  return {
    graph: readGraph(graph),
    rest: fields.filter(({ number }) => number !== MODEL.graph).map(({ raw }) => raw),
    isTied: fields.some(({ number }) => number === MODEL.trainingInfo) || graph.some(isStoredElsewhere),
  };
}

/** The order of different kinds of field has no meaning in protobuf; within a kind it is kept. */
export function writeModel({ graph, rest }: Pick<OnnxModel, "graph" | "rest">): Uint8Array {
  const { nodes, initialisers, inputs, outputs, valueInfos } = graph;
  const parts = [nodes, initialisers, inputs, outputs, valueInfos].flat().map(({ raw }) => raw);
  return joinParts([...rest, ...messageField(MODEL.graph, [...parts, ...graph.rest])]);
}

function readGraph(fields: readonly Field[]): OnnxGraph {
  const of = (kind: number): readonly Field[] => fields.filter(({ number }) => number === kind);
  const named = (kind: number, name: number): readonly Named[] => of(kind).map((field) => readNamed(field, name));
  return {
    nodes: of(GRAPH.node).map(readNode),
    initialisers: named(GRAPH.initialiser, TENSOR.name),
    inputs: named(GRAPH.input, VALUE.name),
    outputs: named(GRAPH.output, VALUE.name),
    valueInfos: named(GRAPH.valueInfo, VALUE.name),
    rest: fields.filter(({ number }) => !PARTS.has(number)).map(({ raw }) => raw),
  };
}

function readNamed(field: Field, nameNumber: number): Named {
  const name = readFields(contentOf(field)).findLast(({ number }) => number === nameNumber);
  return { name: name ? textOf(name) : "", raw: field.raw };
}

function isStoredElsewhere(field: Field): boolean {
  if (field.number !== GRAPH.initialiser) return false;
  return readFields(contentOf(field)).some(({ number, value }) => number === TENSOR.location && value !== 0);
}
