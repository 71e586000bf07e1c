/** @file An imported ONNX file, read for explaining: its graph as values, and what follows from it before it runs. */
import { Failure } from "../../../src-shared/domain/failure";
import { importGraph, type ImportedGraph } from "../../numerics/autodiff/imported-forward";
import { decodeModel } from "../../numerics/onnx/decode-model";
import type { Dimension, Graph } from "../../numerics/onnx/graph";
import { inferValues } from "../../numerics/onnx/infer-shapes";
import { upgradeGraph } from "../../numerics/onnx/upgrade-graph";
import type { ElementType } from "../../numerics/tensor/tensor";

/** Sizes of the graph's inputs, by name. */
export type InputShapes = ReadonlyMap<string, readonly Dimension[]>;

export interface ReadModel {
  /** The graph with the shapes that follow for inputs of these sizes; the last ones asked for are kept.
   * @throws {Failure} `unsupported` when a node does not fit its operator. */
  readonly graphFor: (shapes: InputShapes) => ImportedGraph;
  readonly typeOf: (tensor: string) => ElementType | undefined;
}

/** Images of a few sizes alternate in most projects. */
const KEPT_SIZES = 4;

/** @throws {Failure} `unsupported` when the file keeps its weights elsewhere, or is no model. */
export function readImportedModel(bytes: Uint8Array, name: string): ReadModel {
  const { graph, opsets, externalData } = decodeNamed(bytes, name);
  if (externalData.length > 0) {
    const sentence = `${name} keeps its weights in other files; a gradient needs them within the model's own.`;
    throw new Failure("unsupported", sentence);
  }
  const original = new Set([
    ...graph.inputs.map((input) => input.name),
    ...graph.initialisers.keys(),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const upgraded = upgradeGraph(graph, opsets.get("") ?? 0);
  const types = inferValues(upgraded);
  const kept = new Map<string, ImportedGraph>();
  return {
    typeOf: (tensor) => types.get(tensor)?.type,
    graphFor: (shapes) => {
      const key = JSON.stringify([...shapes]);
      const imported = kept.get(key) ?? importSized(withInputShapes(upgraded, shapes), original);
      kept.delete(key);
      kept.set(key, imported);
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size > KEPT_SIZES) kept.delete(oldest);
      return imported;
    },
  };
}

/** What is wrong with the bytes says nothing of whose they are. */
function decodeNamed(bytes: Uint8Array, name: string): ReturnType<typeof decodeModel> {
  try {
    return decodeModel(bytes);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    throw new Failure(thrown.code, `${name} is no whole ONNX model: ${thrown.message}`, { cause: thrown });
  }
}

function importSized(graph: Graph, original: ReadonlySet<string>): ImportedGraph {
  return importGraph(graph, inferValues(graph), original);
}

function withInputShapes(graph: Graph, shapes: InputShapes): Graph {
  const inputs = graph.inputs.map((input) => {
    const shape = shapes.get(input.name);
    return shape ? { ...input, shape } : input;
  });
  return { ...graph, inputs };
}
