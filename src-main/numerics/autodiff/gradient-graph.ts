/** @file A graph of its own that computes gradients of an imported graph's tensors from what was written down of a run. */
import { Failure } from "../../../src-shared/domain/failure";
import { GraphBuilder, type Value } from "../onnx/builder";
import type { Graph, GraphNode } from "../onnx/graph";
import { isOperatorName, type AttributesFor, type OperatorName } from "../onnx/operators";
import type { KnownValue } from "../onnx/operators/define-operator";
import { ONNX_ELEMENT_TYPES } from "../onnx/element-types";
import { backward } from "./backward";
import type { ImportedGraph } from "./imported-forward";

export interface GradientGraph {
  readonly graph: Graph;
  /** For each input that takes a tensor of the run, that tensor's name. Truths are passed as uint8. */
  readonly reads: ReadonlyMap<string, string>;
  /** The input that takes the gradient of each end. */
  readonly seeds: ReadonlyMap<string, string>;
  /** The output that answers the gradient of each start that an end depends on. */
  readonly gradients: ReadonlyMap<string, string>;
}

export interface GradientQuestion {
  /** The nodes between them, in order. */
  readonly path: readonly GraphNode[];
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  /** Every tensor on the path as it was in the run. */
  readonly settled: ReadonlyMap<string, KnownValue>;
}

/** Constants are taken into the graph, with the nodes that compute them; all else that is read becomes an input.
 * @throws {Failure} `unsupported` for a node on the path without a rule, named. */
export function buildGradientGraph(imported: ImportedGraph, question: GradientQuestion): GradientGraph {
  const builder = new GraphBuilder("gradient");
  const pass = new BorrowedValues(builder, imported, question.settled);
  const ends = question.ends.filter((name) => question.settled.has(name));
  const seeds = new Map(ends.map((name) => [name, seedFor(builder, name, pass.infoOf(name))] as const));
  const found = backward(
    builder,
    { nodes: question.path, infoOf: (name) => pass.infoOf(name), valueOf: (name) => pass.valueOf(name) },
    seeds,
    question.starts,
  );
  const gradients = [...found.keys()].map((name, index) => [name, `gradient_${index}`] as const);
  for (const [name, output] of gradients) builder.output(output, found.get(name)!);
  return {
    graph: builder.toGraph(),
    reads: pass.reads,
    seeds: new Map(Array.from(seeds, ([name, value]) => [name, value.name])),
    gradients: new Map(gradients),
  };
}

function seedFor(builder: GraphBuilder, name: string, { type, shape }: KnownValue): Value {
  return builder.input(`seed/${name}`, type, shape);
}

/** Tensors of the imported graph within the gradient's, declared when they are asked for first. */
class BorrowedValues {
  readonly reads = new Map<string, string>();
  readonly #values = new Map<string, Value>();
  readonly #builder: GraphBuilder;
  readonly #imported: ImportedGraph;
  readonly #settled: ReadonlyMap<string, KnownValue>;

  constructor(builder: GraphBuilder, imported: ImportedGraph, settled: ReadonlyMap<string, KnownValue>) {
    this.#builder = builder;
    this.#imported = imported;
    this.#settled = settled;
  }

  infoOf(name: string): KnownValue {
    const info = this.#settled.get(name) ?? this.#imported.known.get(name);
    if (!info?.shape) {
      const sentence = `What ${name} holds cannot be told before the model runs; a gradient reads it.`;
      throw new Failure("unsupported", sentence);
    }
    return { ...info, shape: info.shape };
  }

  valueOf(name: string): Value {
    const value = this.#values.get(name) ?? this.#declare(name);
    this.#values.set(name, value);
    return value;
  }

  #declare(name: string): Value {
    const tensor = this.#imported.graph.initialisers.get(name);
    if (tensor) return this.#builder.constant(tensor, `weight/${name}`);
    const node = this.#imported.producers.get(name);
    const isComputedHere = this.#imported.fixed.has(name) || !this.#imported.isOfFile(name);
    if (node && isComputedHere && isOperatorName(node.operator)) return this.#compute(node, node.operator, name);
    const [repeated = ""] = node?.operator === "Expand" ? node.inputs : [];
    if (this.#settled.has(repeated)) return this.#repeat(repeated, name);
    const input = `forward/${name}`;
    this.reads.set(input, name);
    const { type, shape } = this.infoOf(name);
    if (type !== "bool") return this.#builder.input(input, type, shape);
    const truths = this.#builder.input(input, "uint8", shape);
    return this.#builder.apply("Cast", [truths], { to: ONNX_ELEMENT_TYPES.get("bool")! })[0];
  }

  #repeat(repeated: string, name: string): Value {
    return this.#builder.expand(this.valueOf(repeated), this.#builder.integers(this.infoOf(name).shape.map(Number)));
  }

  #compute(node: GraphNode, operator: OperatorName, name: string): Value {
    const inputs = node.inputs.map((each) => (each === "" ? undefined : this.valueOf(each)));
    const attributes = Object.fromEntries(Object.entries(node.attributes).map(([each, { value }]) => [each, value]));
    const outputs = this.#builder.apply(
      operator,
      inputs,
      attributes as AttributesFor<typeof operator>,
      node.outputs.length,
    );
    return outputs[node.outputs.indexOf(name)];
  }
}
