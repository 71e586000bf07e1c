/** @file Reads an ONNX file into its graph as values, with what the file says of itself. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ElementType } from "../tensor/tensor";
import { decodeGraph } from "./decode-graph";
import { readTextEntry, type ExternalData } from "./decode-tensor";
import type { Graph } from "./graph";
import { MODEL, OPSET } from "./onnx-fields";
import { contentOf, readFields, textOf, type Field } from "./wire-format";

const FUNCTION = { name: 1, domain: 10 };

export interface DecodedModel {
  readonly graph: Graph;
  /** Versions by domain; ONNX's own is the empty one. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly irVersion: number;
  /** Who wrote the file, with the version: "pytorch 2.1.0"; empty where it is not told. */
  readonly producer: string;
  /** Every initialiser, of the graphs within nodes too; without a type where `ElementType` knows none. */
  readonly tensors: readonly StoredTensorInfo[];
  readonly externalData: readonly ExternalData[];
  /** Operators that the file defines by itself, so that their domain is no program's. */
  readonly functions: readonly { readonly domain: string; readonly name: string }[];
  /** What the exporter added: Ultralytics writes "names", "stride", "task". */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface StoredTensorInfo {
  readonly name: string;
  readonly type: ElementType | undefined;
  readonly shape: readonly number[];
}

/** Reads the whole model, each tensor copied out of `bytes`; tensors that stand in other files are listed, not read.
 * Without weights it is a look at what is there: `graph.initialisers` stays empty (`tensors` and `graph.values` tell
 * types and shapes), and what `Graph` has no place for is left out instead of refused.
 * @throws {Failure} `unsupported` when the bytes are no ONNX model, or hold what a `Graph` has no place for. */
export function decodeModel(bytes: Uint8Array, { withWeights = true }: { withWeights?: boolean } = {}): DecodedModel {
  const fields = readFields(bytes);
  const of = (wanted: number): readonly Field[] => fields.filter(({ number }) => number === wanted);
  const graphs = of(MODEL.graph);
  if (graphs.length !== 1) {
    throw new Failure("unsupported", `The file holds ${graphs.length} graphs; an ONNX model has one.`);
  }
  const { graph, tensors } = decodeGraph(contentOf(graphs[0]), { withWeights });
  return {
    graph,
    opsets: new Map(of(MODEL.opset).map(readOpset)),
    irVersion: Number(of(MODEL.irVersion).at(-1)?.value ?? 0),
    producer: [...of(MODEL.producer).slice(-1), ...of(MODEL.producerVersion).slice(-1)].map(textOf).join(" ").trim(),
    tensors: tensors.map(({ name, type, shape }) => ({ name, type, shape })),
    externalData: tensors.flatMap(({ external }) => external ?? []),
    functions: of(MODEL.function).map(readFunction),
    metadata: new Map(of(MODEL.metadata).map(readTextEntry)),
  };
}

function readOpset(field: Field): readonly [string, number] {
  const fields = readFields(contentOf(field));
  const version = fields.findLast(({ number }) => number === OPSET.version)?.value;
  return [domainOf(fields, OPSET.domain), Number(version ?? 0)];
}

function readFunction(field: Field): { readonly domain: string; readonly name: string } {
  const fields = readFields(contentOf(field));
  const name = fields.findLast(({ number }) => number === FUNCTION.name);
  return { domain: domainOf(fields, FUNCTION.domain), name: name ? textOf(name) : "" };
}

function domainOf(fields: readonly Field[], wanted: number): string {
  const field = fields.findLast(({ number }) => number === wanted);
  const domain = field ? textOf(field) : "";
  return domain === "ai.onnx" ? "" : domain;
}
