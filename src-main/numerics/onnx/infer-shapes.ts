/** @file Tells type and shape of every tensor of a graph that follows from its inputs and constants. */
import type { Graph, GraphNode, ValueInfo } from "./graph";
import { canonicalSize } from "./dimension";
import { inferNode, type KnownInput } from "./infer-node";
import { isOperatorName } from "./operators";
import { elementsOf } from "./tensor-elements";

/** Every tensor whose type is known, of a graph in operator set 13 or later. Sizes that are open stand as texts, of
 * which equal ones are equal sizes; what only the run tells gets a text of its own, after the tensor. Behind operators
 * that the table does not have, the graph's own word is taken, where it has one.
 * @throws {Failure} `unsupported` when a node does not fit its operator. */
export function inferShapes(graph: Graph): ReadonlyMap<string, ValueInfo> {
  return new Map(
    Array.from(inferValues(graph), ([name, { type, shape }]) => [name, { name, type, ...(shape && { shape }) }]),
  );
}

/** As `inferShapes`, with the contents of small tensors. */
export function inferValues(graph: Graph): ReadonlyMap<string, KnownInput> {
  const known = new Map<string, KnownInput>();
  for (const { name, type, shape } of graph.inputs) known.set(name, declared({ name, type, ...(shape && { shape }) }));
  for (const [name, tensor] of graph.initialisers) {
    const contents = elementsOf(tensor);
    known.set(name, { type: tensor.type, shape: tensor.shape, ...(contents && { contents }) });
  }
  for (const node of graph.nodes) {
    for (const [index, value] of inferOutputs(node, known, graph).entries()) {
      if (value) known.set(node.outputs[index], value);
    }
  }
  return known;
}

function inferOutputs(
  node: GraphNode,
  known: ReadonlyMap<string, KnownInput>,
  graph: Graph,
): readonly (KnownInput | undefined)[] {
  const told = node.outputs.map((name) => graph.values.get(name)).map((info) => info && declared(info));
  const { operator, domain, name, attributes } = node;
  const inputs = node.inputs.map((input) => (input === "" ? undefined : known.get(input)));
  const isKnown = node.inputs.every((input) => input === "" || known.has(input));
  if (domain !== "" || !isOperatorName(operator) || !isKnown) return told;
  const label = name || (node.outputs[0] ?? "");
  const inferred = inferNode({ operator, name: label, inputs, outputs: node.outputs, attributes }, "unsupported");
  return inferred.map((output, index) => (output.shape ? output : (told[index] ?? output)));
}

function declared({ type, shape }: ValueInfo): KnownInput {
  return { type, ...(shape && { shape: shape.map(canonicalSize) }) };
}
