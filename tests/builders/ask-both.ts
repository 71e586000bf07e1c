/** @file Runs one node by the reference interpreter and by ONNX Runtime, so that a test can hold the one to the other. */
import { InferenceSession, Tensor as RuntimeTensor } from "onnxruntime-node";
import { encodeModel } from "../../src-main/numerics/onnx/encode-model";
import type { Attribute, Graph, GraphNode, ValueInfo } from "../../src-main/numerics/onnx/graph";
import { interpret } from "../../src-main/numerics/onnx/interpreter/interpret";
import {
  fromReference,
  isFloat,
  toReference,
  type ReferenceTensor,
} from "../../src-main/numerics/onnx/interpreter/reference-tensor";
import type { ElementType, Tensor } from "../../src-main/numerics/tensor/tensor";

export interface NodeCase {
  readonly operator: string;
  /** Undefined for an input that is left out. */
  readonly inputs: readonly (ReferenceTensor | undefined)[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** The types of the outputs; one of the first input's type by default. */
  readonly outputs?: readonly ElementType[];
  /** 18 by default. */
  readonly opset?: number;
}

export type Answers = readonly ReferenceTensor[];

/** The node alone in a graph: all its inputs are the graph's, all its outputs too. Half floats are initialisers: the
 * Node binding of ONNX Runtime 1.30 reads an empty array from the Float16Array that its own Tensor makes of their bits. */
export function graphOf({ operator, inputs, attributes = {}, outputs }: NodeCase): Graph {
  const names = inputs.map((input, place) => (input ? `input${place}` : ""));
  const answers = outputs ?? [inputs[0]!.type];
  const node: GraphNode = {
    name: "node",
    operator,
    domain: "",
    // A name is left empty only where another follows: ONNX Runtime's Squeeze looks for an input that has none.
    inputs: names.slice(0, names.findLastIndex((name) => name !== "") + 1),
    outputs: answers.map((_, place) => `output${place}`),
    attributes,
  };
  const inputInfos = inputs.flatMap((input, place): readonly ValueInfo[] =>
    isFed(input) ? [{ name: names[place]!, type: input.type, shape: input.shape }] : [],
  );
  const initialisers = inputs.flatMap((input, place) =>
    input && !isFed(input) ? [[names[place]!, fromReference(input)] as const] : [],
  );
  const outputInfos = answers.map((type, place): ValueInfo => ({ name: `output${place}`, type }));
  const values = new Map([...inputInfos, ...outputInfos].map((info) => [info.name, info]));
  return {
    name: "case",
    inputs: inputInfos,
    outputs: outputInfos,
    initialisers: new Map(initialisers),
    nodes: [node],
    values,
  };
}

/** What the reference answers. */
export function askReference(node: NodeCase): Answers {
  const inputs = Object.fromEntries(
    node.inputs.flatMap((input, place) => (isFed(input) ? [[`input${place}`, input] as const] : [])),
  );
  return [...interpret(graphOf(node), inputs, { opset: node.opset ?? 18 }).values()];
}

/** What ONNX Runtime answers on the CPU, with nothing rewritten. */
export async function askRuntime(node: NodeCase): Promise<Answers> {
  const feeds = Object.fromEntries(
    node.inputs.flatMap((input, place) => (isFed(input) ? [[`input${place}`, toRuntime(fromReference(input))]] : [])),
  );
  const model = encodeModel(graphOf(node), { opset: node.opset ?? 18 });
  const session = await InferenceSession.create(model, {
    graphOptimizationLevel: "disabled",
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  try {
    const answers = await session.run(feeds);
    return session.outputNames.map((name) => fromRuntime(answers[name]!));
  } finally {
    await session.release();
  }
}

/** Where the two differ, in words: whole numbers at all, floats by more than `tolerance` relative to the larger of the
 * number and 1, types and shapes. */
export async function disagreements(node: NodeCase, tolerance = toleranceOf(node)): Promise<readonly string[]> {
  const [reference, runtime] = [askReference(node), await askRuntime(node)];
  return runtime.flatMap((expected, place) => {
    const found = reference[place]!;
    if (describe(found) !== describe(expected)) return [`${describe(found)} instead of ${describe(expected)}`];
    const difference = largestDifference(found.data, expected.data);
    if (difference <= (isFloat(found.type) ? tolerance : 0)) return [];
    return [`output ${place} is off by ${difference}: ${found.data.join(" ")} instead of ${expected.data.join(" ")}`];
  });
}

/** Relative to the larger of the number and 1; infinite where only one of the two is a number. */
export function largestDifference(found: Float64Array, expected: Float64Array): number {
  return found.reduce((largest, value, place) => {
    const other = expected[place]!;
    if (Object.is(value, other) || value === other) return largest;
    const difference = Math.abs(value - other) / Math.max(1, Math.abs(other));
    return Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }, 0);
}

function toleranceOf({ inputs }: NodeCase): number {
  const types = new Set(inputs.map((input) => input?.type));
  if (types.has("float16")) return 2e-3;
  return types.has("float32") ? 2e-6 : 1e-13;
}

function isFed(input: ReferenceTensor | undefined): input is ReferenceTensor {
  return input !== undefined && input.type !== "float16";
}

function describe({ type, shape }: ReferenceTensor): string {
  return `${type} [${shape.join(", ")}]`;
}

/** As the Node binding takes it. */
export function toRuntime({ type, shape, data }: Tensor): RuntimeTensor {
  return new RuntimeTensor(type as RuntimeTensor.Type, data as RuntimeTensor.DataType, shape);
}

/** As the reference holds it. */
export function fromRuntime({ type, dims, data }: RuntimeTensor): ReferenceTensor {
  // The Node binding answers half floats as a Float16Array where the engine has one, and as bits where it has not.
  const isHalf = type === "float16" && ArrayBuffer.isView(data);
  const bits = isHalf ? new Uint16Array(data.buffer, data.byteOffset, data.length) : data;
  return toReference({ type, shape: dims, data: bits } as Tensor);
}
