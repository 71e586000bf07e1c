/** @file The forward pass of an imported graph on one image: what must be written down of it, so that a gradient graph of
 * its own can go back over it. */
import type { Graph, GraphNode } from "../onnx/graph";
import { inferNode, type KnownInput } from "../onnx/infer-node";
import { isOperatorName } from "../onnx/operators";
import type { KnownValue } from "../onnx/operators/define-operator";
import { requireRule } from "./rules";
import type { KnownValues } from "./smooth-path";

/** A graph in the form of operator set 18, with what follows from its nodes alone. */
export interface ImportedGraph {
  readonly graph: Graph;
  readonly known: KnownValues;
  /** Tensors that depend on no input of the graph. */
  readonly fixed: ReadonlySet<string>;
  /** The node that computes a tensor. */
  readonly producers: ReadonlyMap<string, GraphNode>;
  /** Tensors that the file itself has; others came in between when its nodes were written anew. */
  readonly isOfFile: (name: string) => boolean;
}

/** What only a run tells of the tensors on a path. */
export interface OpenQuestions {
  /** Tensors whose sizes are open. */
  readonly sizesOf: readonly string[];
  /** Small tensors that hold axes, sizes and bounds. */
  readonly contentsOf: readonly string[];
}

/** What a run told. */
export interface Answers {
  readonly sizesOf: (name: string) => readonly number[] | undefined;
  readonly contentsOf: (name: string) => readonly number[] | undefined;
}

/** Inputs that say how large, and not which: the places of Gather differ from image to image, and are data. */
const SIZING: Readonly<Record<string, readonly number[]>> = {
  CumSum: [1],
  Expand: [1],
  Pad: [1, 3],
  ReduceL2: [1],
  ReduceLogSumExp: [1],
  ReduceMax: [1],
  ReduceMean: [1],
  ReduceMin: [1],
  ReduceProd: [1],
  ReduceSum: [1],
  ReduceSumSquare: [1],
  Reshape: [1],
  Resize: [2, 3],
  Slice: [1, 2, 3, 4],
  Split: [1],
  Squeeze: [1],
  Tile: [1],
  TopK: [1],
  Unsqueeze: [1],
};

/** The questions that the shapes within the graph leave open along a path. */
export function openQuestions(path: readonly GraphNode[], imported: ImportedGraph): OpenQuestions {
  const { known, isOfFile } = imported;
  const read = path.flatMap(({ inputs, outputs }) => [...inputs, ...outputs, ...repeatedIn(inputs, imported)]);
  const names = new Set(read.filter((name) => name !== ""));
  const isOpen = (name: string): boolean => isOfFile(name) && !hasNumbers(known.get(name)?.shape);
  const sizing = new Set(
    path.flatMap(({ operator, inputs }) => (SIZING[operator] ?? []).flatMap((index) => inputs[index] ?? [])),
  );
  return {
    sizesOf: [...names].filter(isOpen),
    contentsOf: [...sizing].filter((name) => name !== "" && isOfFile(name) && !hasNumbers(known.get(name)?.contents)),
  };
}

/** What Expand only repeats for one of these: that little is written down, and repeated again on the way back. */
function repeatedIn(names: readonly string[], { producers }: ImportedGraph): readonly string[] {
  return names.flatMap((name) => {
    const producer = producers.get(name);
    return producer?.operator === "Expand" ? producer.inputs.slice(0, 1) : [];
  });
}

/** Behind an operator that the table does not have, such as one in a branch that only shares the answer with what is
 * explained: whatever a gradient passes is a float. */
const TYPE_OF_UNKNOWN = "float32";

/** Every tensor on the path as it was in a run: no size is open any more.
 * @throws {Failure} `unsupported` when a tensor's type or sizes remain unknown. */
export function settle(
  path: readonly GraphNode[],
  imported: ImportedGraph,
  answers: Answers,
): ReadonlyMap<string, KnownValue> {
  const settled = new Map<string, KnownValue>();
  const told = (name: string): KnownValue | undefined => {
    const value = imported.known.get(name);
    const shape = answers.sizesOf(name) ?? value?.shape;
    if (!hasNumbers(shape)) return undefined;
    const contents = answers.contentsOf(name) ?? (hasNumbers(value?.contents) ? value.contents : undefined);
    return { type: value?.type ?? TYPE_OF_UNKNOWN, shape, ...(contents && { contents }) };
  };
  for (const node of path) {
    for (const name of [...node.inputs, ...repeatedIn(node.inputs, imported)]) {
      const value = settled.get(name) ?? told(name);
      if (value) settled.set(name, value);
    }
    const inferred = node.outputs.every((name) => name === "" || told(name)) ? [] : inferSettled(node, settled);
    for (const [index, name] of node.outputs.entries()) {
      const value = told(name) ?? inferred[index];
      if (value) settled.set(name, value);
    }
  }
  return settled;
}

/** For tensors that came in between when a node was written anew. */
function inferSettled(
  { operator, name, inputs, outputs, attributes }: GraphNode,
  settled: ReadonlyMap<string, KnownValue>,
): readonly (KnownValue | undefined)[] {
  if (!isOperatorName(operator)) return [];
  const known = inputs.map((input) => (input === "" ? undefined : settled.get(input)));
  const inferred = inferNode({ operator, name, inputs: known, outputs, attributes }, "unsupported");
  return inferred.map((value) => (isWhole(value) ? value : undefined));
}

function isWhole(value: KnownInput): value is KnownValue {
  return hasNumbers(value.shape);
}

function hasNumbers(list: readonly (number | string)[] | undefined): list is readonly number[] {
  return list !== undefined && list.every((each) => typeof each === "number");
}

/** Takes a decoded graph of operator set 18 with its shapes.
 * @param original names of tensors in the file */
export function importGraph(graph: Graph, known: KnownValues, original: ReadonlySet<string>): ImportedGraph {
  const fixed = new Set(graph.initialisers.keys());
  for (const node of graph.nodes) {
    const isFixed = !RANDOM.has(node.operator) && node.inputs.every((name) => name === "" || fixed.has(name));
    const hasBody = Object.values(node.attributes).some(({ kind }) => kind === "graph");
    if (isFixed && !hasBody) for (const name of node.outputs) fixed.add(name);
  }
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  return { graph, known, fixed, producers, isOfFile: (name) => original.has(name) };
}

/** Give other numbers each time. */
const RANDOM: ReadonlySet<string> = new Set([
  "RandomNormal",
  "RandomUniform",
  "RandomNormalLike",
  "RandomUniformLike",
  "Multinomial",
]);

/** @throws {Failure} `unsupported`, naming the node nearest to the end that no gradient passes: behind one without a
 * rule not even shapes may be known. Of branches and loops there is none. */
export function requireRules(path: readonly GraphNode[]): void {
  for (const node of path.toReversed()) requireRule(node);
}
