/** @file Runs an ONNX graph slowly, in doubles and in plain loops: the judge of what faster programs compute. */
import { Failure } from "../../../../src-shared/domain/failure";
import type { Dimension, Graph, GraphNode, ValueInfo } from "../graph";
import { callOf, type Kernel } from "./kernel";
import { kernels } from "./kernels";
import { referenceTensor, toReference, type ReferenceTensor } from "./reference-tensor";

/** Before it, Softmax and others meant something else by the same names. */
const OLDEST_OPSET = 13;

export interface InterpretOptions {
  /** The version of ONNX's operators that the graph is written in, from 13. */
  readonly opset?: number;
}

/** All outputs of the graph by name. Nothing is rounded between the nodes: a graph of float32 or float16 is computed
 * as real numbers are, in doubles, and whole numbers exactly up to 2^53.
 * @throws {Failure} `invalid-input` when an input is missing, unknown, or of another type or shape than the graph says,
 * or when tensors do not fit their operator; `unsupported` for an operator or an attribute that has no kernel, and for
 * operators of a version before 13. */
export function interpret(
  graph: Graph,
  inputs: Readonly<Record<string, ReferenceTensor>>,
  { opset = 18 }: InterpretOptions = {},
): ReadonlyMap<string, ReferenceTensor> {
  if (opset < OLDEST_OPSET) {
    throw new Failure(
      "unsupported",
      `The graph is in ONNX's operator set ${opset}; one from ${OLDEST_OPSET} was expected.`,
    );
  }
  checkInputs(graph, inputs);
  const values = new Map(Object.entries(inputs));
  const read = (name: string, reader: string): ReferenceTensor => {
    const known = values.get(name) ?? loadInitialiser(graph, name);
    if (!known) throw new Failure("invalid-input", `${reader} reads ${name}, which nothing before it computes.`);
    values.set(name, known);
    return known;
  };
  const lastReaders = findLastReaders(graph);
  for (const node of graph.nodes) {
    const reader = describeNode(node);
    const given = node.inputs.map((name) => (name === "" ? undefined : read(name, reader)));
    const computed = computeNode(node, given, opset);
    for (const [place, name] of node.outputs.entries()) if (name !== "") values.set(name, computed[place]);
    for (const name of node.inputs) if (lastReaders.get(name) === node) values.delete(name);
  }
  return new Map(graph.outputs.map(({ name }) => [name, read(name, "The graph's end")]));
}

/** The node that a tensor can be forgotten after; none for what the graph answers. */
function findLastReaders({ nodes, outputs }: Graph): ReadonlyMap<string, GraphNode> {
  const readers = new Map(nodes.flatMap((node) => node.inputs.map((name) => [name, node] as const)));
  for (const { name } of outputs) readers.delete(name);
  return readers;
}

function loadInitialiser({ initialisers }: Graph, name: string): ReferenceTensor | undefined {
  const tensor = initialisers.get(name);
  if (!tensor) return undefined;
  const { type, shape, data } = toReference(tensor);
  return referenceTensor(type, shape, data);
}

function computeNode(
  node: GraphNode,
  inputs: readonly (ReferenceTensor | undefined)[],
  opset: number,
): readonly ReferenceTensor[] {
  const kernel = kernelFor(node);
  const call = callOf(node, inputs, opset);
  try {
    const answer = kernel(call);
    const outputs = "data" in answer ? [answer] : answer;
    const [unread] = call.attributes.unread();
    if (unread !== undefined) throw new Failure("unsupported", `the attribute ${unread} is unknown to the reference`);
    if (outputs.length >= node.outputs.length) return outputs;
    throw new Failure("unsupported", `${node.outputs.length} outputs are asked for; it has ${outputs.length}`);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    throw new Failure(cause.code, `${describeNode(node)}: ${cause.message}.`, { cause });
  }
}

function kernelFor(node: GraphNode): Kernel {
  if (node.domain === "" && Object.hasOwn(kernels, node.operator)) {
    return kernels[node.operator as keyof typeof kernels];
  }
  throw new Failure("unsupported", `${describeNode(node)} is an operator that the reference has no kernel for.`);
}

function describeNode({ domain, operator, name, outputs }: GraphNode): string {
  const full = domain === "" ? operator : `${domain}.${operator}`;
  return name === "" ? `${full} for ${outputs.join(", ")}` : `${full} ${name}`;
}

function checkInputs(graph: Graph, inputs: Readonly<Record<string, ReferenceTensor>>): void {
  const expected = new Map(graph.inputs.map((input) => [input.name, input]));
  const stranger = Object.keys(inputs).find((name) => !expected.has(name));
  if (stranger !== undefined) throw new Failure("invalid-input", `The graph has no input ${stranger}.`);
  const sizes = new Map<string, number>();
  for (const [name, info] of expected) {
    if (!Object.hasOwn(inputs, name)) throw new Failure("invalid-input", `The input ${name} is missing.`);
    const { type, shape, data } = inputs[name];
    referenceTensor(type, shape, data);
    if (type === info.type && fits(shape, info, sizes)) continue;
    const found = `${type} in the shape [${shape.join(", ")}]`;
    const wanted = `${info.type} in the shape [${(info.shape ?? ["…"]).join(", ")}]`;
    throw new Failure("invalid-input", `The input ${name} is ${found}; ${wanted} was expected.`);
  }
}

/** Remembers in `sizes` what each text stands for, which is the same in all inputs. */
function fits(shape: readonly number[], { shape: expected }: ValueInfo, sizes: Map<string, number>): boolean {
  if (!expected) return true;
  return shape.length === expected.length && shape.every((size, axis) => isSize(size, expected[axis], sizes));
}

function isSize(size: number, expected: Dimension, sizes: Map<string, number>): boolean {
  if (typeof expected === "number") return size === expected;
  const known = sizes.get(expected) ?? size;
  sizes.set(expected, known);
  return size === known;
}
