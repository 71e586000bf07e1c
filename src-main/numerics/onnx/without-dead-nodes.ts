/** @file Leaves out what no output of a graph needs: ONNX Runtime would compute it all the same. */
import type { Graph } from "./graph";
import { nodesBetween } from "./nodes-between";

/** The graph with those nodes, initialisers and inputs alone that its outputs are computed from. */
export function withoutDeadNodes(graph: Graph): Graph {
  const outputs = graph.outputs.map(({ name }) => name);
  const nodes = nodesBetween(graph.nodes, { ends: outputs, starts: [] });
  const read = new Set([...outputs, ...nodes.flatMap(({ inputs }) => inputs)]);
  return {
    ...graph,
    nodes,
    inputs: graph.inputs.filter(({ name }) => read.has(name)),
    initialisers: new Map([...graph.initialisers].filter(([name]) => read.has(name))),
  };
}
