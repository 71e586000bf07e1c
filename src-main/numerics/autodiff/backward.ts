/** @file Reverse-mode differentiation: one walk back over an ONNX graph that adds ordinary ONNX nodes. */
import type { GraphBuilder, Value } from "../onnx/builder";
import type { GraphNode } from "../onnx/graph";
import type { ForwardPass, GradientStep } from "./forward-pass";
import { contextOf } from "./gradient-context";
import { requireRule, stopsGradients } from "./rules";

/** Adds the gradients of the `wanted` values to the builder's graph, where `seeds` are the gradients of whatever the
 * forward pass ends in, each in the type and shape of its value. Answers by name; absent where no seed depends on it.
 * @throws {Failure} `unsupported` for a node on the way that has no rule, naming operator and node.
 * @see Baydin et al., arXiv:1502.05767, section 3.2 */
export function backward(
  builder: GraphBuilder,
  forward: ForwardPass,
  seeds: ReadonlyMap<string, Value>,
  wanted: readonly string[],
): ReadonlyMap<string, Value> {
  const path = dependents(forward.nodes, wanted);
  const gradients = new Map(Array.from(seeds).filter(([name]) => path.has(name)));
  for (const node of forward.nodes.toReversed()) {
    const isReached = node.outputs.some((name) => gradients.has(name));
    if (!isReached || !readsOf(node).some((name) => path.has(name))) continue;
    for (const [name, gradient] of gradientsOfInputs(builder, node, { forward, path, gradients })) {
      const sum = gradients.get(name);
      gradients.set(name, sum ? builder.add(sum, gradient) : gradient);
    }
  }
  const found = new Set(wanted);
  return new Map(Array.from(gradients).filter(([name]) => found.has(name)));
}

/** One pair for each use of a value on the path. */
function gradientsOfInputs(
  builder: GraphBuilder,
  node: GradientStep,
  walk: Parameters<typeof contextOf>[2],
): readonly (readonly [name: string, gradient: Value])[] {
  const rule = node.rule ?? requireRule(node);
  return builder.within(`gradient/${node.name || node.outputs[0]}`, () => {
    const context = contextOf(builder, node, walk);
    return rule(context, context.gradientOf(0)).flatMap((answer, index) =>
      answer && context.isWanted(index) ? [[node.inputs[index], context.shapeLikeInput(answer(), index)] as const] : [],
    );
  });
}

/** The wanted names, and all that is computed from them by way of numbers that vary smoothly. */
function dependents(nodes: readonly GraphNode[], wanted: readonly string[]): ReadonlySet<string> {
  const path = new Set(wanted);
  for (const node of nodes) {
    if (stopsGradients(node) || !readsOf(node).some((name) => path.has(name))) continue;
    for (const name of node.outputs) if (name !== "") path.add(name);
  }
  return path;
}

/** The inputs that are given, and what the graphs in its attributes read from around them. */
function readsOf({ inputs, attributes }: GraphNode): readonly string[] {
  const bodies = Object.values(attributes).flatMap((each) => (each.kind === "graph" ? [each.value] : []));
  const captured = bodies.flatMap((body) => [...body.nodes.flatMap(readsOf), ...body.outputs.map(({ name }) => name)]);
  return [...inputs.filter((name) => name !== ""), ...captured];
}
