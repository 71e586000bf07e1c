/** @file Writes the nodes of an older operator set as those of operator set 18, the only form that shapes are inferred
 * and gradients made for. */
import type { Graph, GraphNode } from "./graph";
import { FORMER_FORMS, type FormerForm } from "./former-forms";
import type { Tensor } from "../tensor/tensor";

/** The same graph with each of ONNX's own operators in the form of operator set 18. Tensors keep their names; where one
 * node becomes several, those between them get names of their own. Nodes that no rule knows how to write anew stay as
 * they are, and so do those of later sets, but for attributes at values that say nothing and for GELUs.
 * @see https://github.com/onnx/onnx/blob/main/docs/Changelog.md */
export function upgradeGraph(graph: Graph, opset: number): Graph {
  const initialisers = new Map(graph.initialisers);
  const taken = new Set([...initialisers.keys(), ...graph.nodes.flatMap(({ outputs }) => outputs)]);
  for (const { name } of graph.inputs) taken.add(name);
  const fresh = (stem: string): string => {
    let name = stem;
    for (let count = 1; taken.has(name); count++) name = `${stem}_${count}`;
    taken.add(name);
    return name;
  };
  const keep = (stem: string, tensor: Tensor): string => {
    const name = fresh(stem);
    initialisers.set(name, tensor);
    return name;
  };
  const nodes = graph.nodes.flatMap((node) => upgradeNode(withUpgradedBranches(node, opset), opset, { fresh, keep }));
  return { ...graph, nodes, initialisers };
}

type Names = Parameters<FormerForm["write"]>[1];

/** A node may have changed more than once: each change is made to what the one before it wrote. */
function upgradeNode(node: GraphNode, opset: number, names: Names): readonly GraphNode[] {
  if (node.domain !== "") return [node];
  const forms = FORMER_FORMS.filter(({ operators, before }) => operators.includes(node.operator) && opset < before);
  return forms.reduce<readonly GraphNode[]>(
    (nodes, { operators, write }) =>
      nodes.flatMap((each) => (operators.includes(each.operator) ? write(each, names) : [each])),
    [node],
  );
}

function withUpgradedBranches(node: GraphNode, opset: number): GraphNode {
  const entries = Object.entries(node.attributes).map(([name, attribute]) =>
    attribute.kind === "graph"
      ? ([name, { ...attribute, value: upgradeGraph(attribute.value, opset) }] as const)
      : ([name, attribute] as const),
  );
  return { ...node, attributes: Object.fromEntries(entries) };
}
