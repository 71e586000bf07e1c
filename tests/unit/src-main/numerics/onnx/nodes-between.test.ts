/** @file Checks the cutting of graphs into the stretches that lead from some values to others. */
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import { nodesBetween } from "../../../../../src-main/numerics/onnx/nodes-between";
import { withoutDeadNodes } from "../../../../../src-main/numerics/onnx/without-dead-nodes";

/** first → second → third, with a branch from first that nothing reads. */
function buildChain() {
  const builder = new GraphBuilder("chain");
  const input = builder.input("input", "float32", [2]);
  const unread = builder.input("unread", "float32", [2]);
  const first = builder.relu(input);
  const second = builder.add(builder.mul(first, builder.floats([3, 4], [2])), first);
  builder.mul(builder.exp(first), builder.add(unread, builder.floats([5, 6], [2])));
  const third = builder.neg(second);
  builder.output("third", third);
  return { graph: builder.toGraph(), first, second, third };
}

function operatorsOf(nodes: readonly { readonly operator: string }[]): readonly string[] {
  return nodes.map(({ operator }) => operator);
}

test("a stretch has what computes its ends and stops at its starts, in the graph's order", () => {
  const { graph, first, second, third } = buildChain();
  const from = (starts: readonly string[]) => operatorsOf(nodesBetween(graph.nodes, { ends: [third.name], starts }));
  expect(from([second.name])).toEqual(["Neg"]);
  expect(from([first.name])).toEqual(["Mul", "Add", "Neg"]);
  expect(from([])).toEqual(["Relu", "Mul", "Add", "Neg"]);
});

test("a value that is end and start at once needs no node", () => {
  const { graph, second } = buildChain();
  expect(nodesBetween(graph.nodes, { ends: [second.name], starts: [second.name] })).toEqual([]);
});

test("nodes, constants and inputs that no output needs are left out", () => {
  const alive = withoutDeadNodes(buildChain().graph);
  expect(operatorsOf(alive.nodes)).toEqual(["Relu", "Mul", "Add", "Neg", "Identity"]);
  expect(alive.inputs.map(({ name }) => name)).toEqual(["input"]);
  expect([...alive.initialisers.values()].map(({ data }) => [...data])).toEqual([[3, 4]]);
});
