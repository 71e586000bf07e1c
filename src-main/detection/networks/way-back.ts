/** @file The way back through a network: small graphs that carry gradients from where it ends to each of its layers.
 *
 * It is cut at the layers, so that a map of the last layer costs the last part of the way alone, and weights stand in
 * memory once however many layers are asked for. */
import { backward } from "../../numerics/autodiff/backward";
import { borrowPass } from "../../numerics/autodiff/borrow-pass";
import { passOf } from "../../numerics/autodiff/forward-pass";
import { GraphBuilder, type Value } from "../../numerics/onnx/builder";
import type { Graph, GraphNode } from "../../numerics/onnx/graph";
import { nodesBetween } from "../../numerics/onnx/nodes-between";
import { withoutDeadNodes } from "../../numerics/onnx/without-dead-nodes";
import type { LayeredNetwork } from "./network-layers";

/** From gradients of some values to those of values before them. */
export interface GradientStep {
  readonly graph: Graph;
  /** By the graph's input: the value whose gradient is given. */
  readonly seeds: ReadonlyMap<string, string>;
  /** By the graph's input: the value of the forward pass that is read. */
  readonly reads: ReadonlyMap<string, string>;
  readonly answers: readonly GradientAnswer[];
}

export interface GradientAnswer {
  /** Of the graph. */
  readonly output: string;
  /** The value whose gradient it is, as far as that comes by way of the seeds. */
  readonly value: string;
  /** Those of the seeds that depend on the value; without them the answer is 0 and means nothing. */
  readonly dependents: readonly string[];
}

/** Steps in the order in which they are run, from `ends` (names of values in the network's graph) to the first layer.
 * What a value's gradient lacks after one step, later ones add; it is whole once it is a seed.
 * @throws {Failure} `unsupported` for a node without a rule of differentiation. */
export function buildWayBack({ builder, layers }: LayeredNetwork, ends: readonly string[]): readonly GradientStep[] {
  const { nodes, initialisers } = builder.toGraph();
  const pass = passOf(builder);
  const cuts = [ends, ...cutsOf([...layers.values()].toReversed(), ends, nodes)];
  return cuts.slice(0, -1).flatMap((seeds, index) => {
    const starts = cuts.slice(index + 1).flat();
    const between = nodesBetween(nodes, { ends: seeds, starts });
    const step = new GraphBuilder("gradient");
    const incoming = new Map(seeds.map((name) => [name, incomingGradient(step, name, builder)]));
    const forward = borrowPass(step, { ...pass, nodes: between }, initialisers);
    const gradients = backward(step, forward, incoming, starts);
    if (gradients.size === 0) return [];
    const answers = Array.from(gradients, ([value, gradient]) => {
      const dependents = seeds.filter((seed) => reads(nodesBetween(nodes, { ends: [seed], starts }), value));
      return { output: outgoing(step, value, gradient), value, dependents };
    });
    const graph = withoutDeadNodes(step.toGraph());
    const given = new Map(Array.from(incoming, ([name, value]) => [value.name, name]));
    return [{ graph, seeds: inputsAmong(given, graph), reads: inputsAmong(forward.borrowed, graph), answers }];
  });
}

/** A rule may have asked for a value whose size alone it needed. */
function inputsAmong(names: ReadonlyMap<string, string>, { inputs }: Graph): ReadonlyMap<string, string> {
  return new Map([...names].filter(([own]) => inputs.some(({ name }) => name === own)));
}

/** Groups of values that do not depend on one another, from the output to the input. */
function cutsOf(
  values: readonly Value[],
  ends: readonly string[],
  nodes: readonly GraphNode[],
): readonly (readonly string[])[] {
  const cuts: string[][] = [];
  for (const { name } of values) {
    if (ends.includes(name)) continue;
    const cut = cuts.at(-1);
    const isNeeded = cut && reads(nodesBetween(nodes, { ends: cut, starts: [] }), name);
    if (cut && !isNeeded) cut.push(name);
    else cuts.push([name]);
  }
  return cuts;
}

function reads(nodes: readonly GraphNode[], name: string): boolean {
  return nodes.some(({ inputs }) => inputs.includes(name));
}

function incomingGradient(step: GraphBuilder, name: string, forward: GraphBuilder): Value {
  const { type, shape } = forward.value(name);
  return step.input(`incoming/${name}`, type, shape);
}

function outgoing(step: GraphBuilder, name: string, gradient: Value): string {
  const own = `outgoing/${name}`;
  step.output(own, gradient);
  return own;
}
