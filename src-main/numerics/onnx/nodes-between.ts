/** @file Finds the part of a graph that leads from some of its values to others. */
import type { GraphNode } from "./graph";

export interface Stretch {
  /** Names of the values that it ends in. */
  readonly ends: readonly string[];
  /** Names of values that it begins at: what computes these is not part of it. */
  readonly starts: readonly string[];
}

/** The nodes that compute `ends`, in the graph's order, from `starts` and from whatever else they read. */
export function nodesBetween(nodes: readonly GraphNode[], { ends, starts }: Stretch): readonly GraphNode[] {
  const needed = new Set(ends);
  const given = new Set(starts);
  const found: GraphNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name) && !given.has(name))) continue;
    for (const name of node.inputs) if (name !== "") needed.add(name);
    found.push(node);
  }
  return found.toReversed();
}
