/** @file Lets a graph answer values within it, which the way back reads and which heat maps are made of. */
import type { Graph } from "../../numerics/onnx/graph";

/** The graph with further outputs, each by its own name. */
export function keepValues(graph: Graph, names: Iterable<string>): Graph {
  const present = new Set(graph.outputs.map(({ name }) => name));
  const further = [...new Set(names)].filter((name) => !present.has(name)).map((name) => graph.values.get(name)!);
  return { ...graph, outputs: [...graph.outputs, ...further] };
}
