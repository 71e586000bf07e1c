/** @file Tells type and shape of every tensor of a graph that follows from its inputs and constants. */
import { Failure } from "../../../src-shared/domain/failure";
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

/** As `inferShapes`, with the contents of small tensors. `around` is what is known outside of a graph within a node. */
export function inferValues(
  graph: Graph,
  around: ReadonlyMap<string, KnownInput> = new Map(),
): ReadonlyMap<string, KnownInput> {
  const known = new Map(around);
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
  if (domain === "" && operator === "If") return inferBranches(node, known).map((each, index) => each ?? told[index]);
  if (domain !== "" || !isOperatorName(operator) || !isKnown) return told;
  const label = name || (node.outputs[0] ?? "");
  const inferred = inferNode({ operator, name: label, inputs, outputs: node.outputs, attributes }, "unsupported");
  return inferred.map((output, index) => (output.shape ? output : (told[index] ?? output)));
}

/** What both branches answer, or the one of them that tells; sizes only where both have the same. */
function inferBranches(
  { attributes, outputs }: GraphNode,
  known: ReadonlyMap<string, KnownInput>,
): readonly (KnownInput | undefined)[] {
  const answers = Object.values(attributes).flatMap((attribute) =>
    attribute.kind === "graph" ? [inferBranch(attribute.value, known)] : [],
  );
  return outputs.map((_, index) => {
    const told = answers.flatMap((branch) => branch[index] ?? []);
    const [first] = told;
    const isOne = told.length === answers.length && told.every(({ shape }) => String(shape) === String(first?.shape));
    return first && { type: first.type, ...(isOne && first.shape && { shape: first.shape }) };
  });
}

/** A branch that is never taken may not fit what is around it: it tells nothing then. */
function inferBranch(branch: Graph, known: ReadonlyMap<string, KnownInput>): readonly (KnownInput | undefined)[] {
  try {
    const inner = inferValues(branch, known);
    return branch.outputs.map(({ name }) => inner.get(name));
  } catch (thrown) {
    if (thrown instanceof Failure) return [];
    throw thrown;
  }
}

function declared({ type, shape }: ValueInfo): KnownInput {
  return { type, ...(shape && { shape: shape.map(canonicalSize) }) };
}
