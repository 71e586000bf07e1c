/** @file What reverse-mode differentiation goes back over: nodes, and their values within the graph that grows. */
import type { GraphBuilder, Value } from "../onnx/builder";
import type { GraphNode } from "../onnx/graph";
import type { KnownValue } from "../onnx/operators/define-operator";
import type { GradientRule } from "./gradient-rule";

/** A node, or what stands for several with a rule of its own. */
export interface GradientStep extends GraphNode {
  readonly rule?: GradientRule;
}

/** Nodes that are in the builder's graph, or in another whose tensors it is given. */
export interface ForwardPass {
  /** In an order in which each reads only what stands before it. Those that no wanted value leads to are passed over,
   * whatever they are. */
  readonly nodes: readonly GradientStep[];
  /** Asked for values on the way back only. */
  readonly infoOf: (name: string) => KnownValue;
  /** The value within the builder: itself in the same graph, else an input or a constant that is declared when it is
   * asked for first. */
  readonly valueOf: (name: string) => Value;
}

/** The builder's own nodes as they stand. */
export function passOf(builder: GraphBuilder): ForwardPass {
  return {
    nodes: builder.toGraph().nodes,
    valueOf: (name) => builder.value(name),
    infoOf(name) {
      const value = builder.value(name);
      const contents = builder.contentsOf(value);
      return { type: value.type, shape: value.shape, ...(contents && { contents }) };
    },
  };
}
