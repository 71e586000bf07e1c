/** @file Which tensors of an imported graph a gradient reaches: from some of them to others, by way of numbers that vary
 * smoothly. */
import type { ElementType } from "../tensor/tensor";
import type { Graph, GraphNode } from "../onnx/graph";
import type { KnownInput } from "../onnx/infer-node";
import { FLOATS } from "../onnx/operators/element-groups";
import { stopsGradients } from "./rules";

export type KnownValues = ReadonlyMap<string, KnownInput>;

/** Inputs by their place that are floats and still only say where: the answer does not move smoothly with them, or no
 * detector is trained as if it did. */
const PLACES: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2, 3], RoiAlign: [1, 2] };

/** Names of all tensors that one of the ends depends on smoothly, the ends among them. */
export function tensorsLeadingTo(graph: Graph, known: KnownValues, ends: readonly string[]): ReadonlySet<string> {
  const reached = new Set(ends);
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => reached.has(name) && isSmooth(name, known))) continue;
    for (const name of smoothInputs(node, known)) reached.add(name);
  }
  return reached;
}

/** Names of all tensors that depend smoothly on one of the starts, the starts among them. */
export function tensorsFollowing(graph: Graph, known: KnownValues, starts: readonly string[]): ReadonlySet<string> {
  const reached = new Set(starts);
  for (const node of graph.nodes) {
    if (!smoothInputs(node, known).some((name) => reached.has(name))) continue;
    for (const name of node.outputs) if (name !== "" && isSmooth(name, known)) reached.add(name);
  }
  return reached;
}

export interface PathEnds {
  readonly starts: readonly string[];
  readonly ends: readonly string[];
}

/** The nodes by which an end depends on a start, in the graph's order. */
export function smoothPath(graph: Graph, known: KnownValues, { starts, ends }: PathEnds): readonly GraphNode[] {
  const leading = tensorsLeadingTo(graph, known, ends);
  const following = tensorsFollowing(graph, known, starts);
  return graph.nodes.filter(
    (node) =>
      node.outputs.some((name) => leading.has(name) && following.has(name)) &&
      smoothInputs(node, known).some((name) => following.has(name)),
  );
}

/** What graphs within the node read from around it counts as well. */
function smoothInputs(node: GraphNode, known: KnownValues): readonly string[] {
  if (stopsGradients(node)) return [];
  const places = PLACES[node.operator] ?? [];
  const given = node.inputs.filter((name, index) => name !== "" && !places.includes(index));
  return [...given, ...capturedBy(node)].filter((name) => isSmooth(name, known));
}

/** A tensor of which nothing is known, behind an operator that the table does not have, may be anything. */
function isSmooth(name: string, known: KnownValues): boolean {
  const type: ElementType | undefined = known.get(name)?.type;
  return type === undefined || (FLOATS as readonly ElementType[]).includes(type);
}

function capturedBy({ attributes }: GraphNode): readonly string[] {
  const bodies = Object.values(attributes).flatMap((each) => (each.kind === "graph" ? [each.value] : []));
  return bodies.flatMap((body) => {
    const own = new Set([
      ...body.inputs.map(({ name }) => name),
      ...body.initialisers.keys(),
      ...body.nodes.flatMap(({ outputs }) => outputs),
    ]);
    const read = body.nodes.flatMap((node) => [...node.inputs, ...capturedBy(node)]);
    return [...read, ...body.outputs.map(({ name }) => name)].filter((name) => name !== "" && !own.has(name));
  });
}
