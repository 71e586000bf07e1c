/** @file Does with graphs what torch's optimisers did with the same gradients (torch-updates.py). */
import { InferenceSession } from "onnxruntime-node";
import { GraphBuilder } from "../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../src-main/numerics/onnx/encode-model";
import type { Graph } from "../../src-main/numerics/onnx/graph";
import { interpret } from "../../src-main/numerics/onnx/interpreter/interpret";
import { fromReference, type ReferenceTensor } from "../../src-main/numerics/onnx/interpreter/reference-tensor";
import { addGradientSums } from "../../src-main/numerics/optimizer/add-gradient-sums";
import { buildUpdateGraph, type UpdateGraph } from "../../src-main/numerics/optimizer/build-update-graph";
import type { CarriedTensor } from "../../src-main/numerics/optimizer/carried-tensor";
import { updateRuleOf } from "../../src-main/numerics/optimizer/update-rule-of";
import type { Optimizer } from "../../src-shared/domain/training";
import { fromRuntime, largestDifference, toRuntime } from "./ask-both";

type Numbers = Readonly<Record<string, readonly number[]>>;
type Tensors = Readonly<Record<string, ReferenceTensor>>;
type RunGraph = (graph: Graph, inputs: Tensors) => Promise<ReadonlyMap<string, ReferenceTensor>>;

/** What one update answered: the norm, new weights, and memories by `momentum_buffer/weight`. */
interface Updated {
  readonly learningRate: number;
  readonly norm: number;
  readonly weights: Numbers;
  readonly memories: Numbers;
}

export interface TorchUpdates {
  readonly settings: Optimizer;
  readonly clipNorm?: number;
  readonly accumulate: number;
  readonly weights: Numbers;
  /** One for each batch. */
  readonly gradients: readonly Numbers[];
  readonly updates: readonly Updated[];
}

export type Shapes = Readonly<Record<string, readonly number[]>>;

export const byReference: RunGraph = async (graph, inputs) => interpret(graph, inputs);

export const byRuntime: RunGraph = async (graph, inputs) => {
  const session = await InferenceSession.create(encodeModel(graph), { intraOpNumThreads: 1 });
  try {
    const feeds = Object.entries(inputs).map(([name, tensor]) => [name, toRuntime(fromReference(tensor))] as const);
    const answers = await session.run(Object.fromEntries(feeds));
    return new Map(Object.entries(answers).map(([name, tensor]) => [name, fromRuntime(tensor)]));
  } finally {
    await session.release();
  }
};

/** The largest difference from torch of any number of any update, relative to the larger of that number and 1. */
export async function differenceFromTorch(expected: TorchUpdates, shapes: Shapes, run: RunGraph): Promise<number> {
  const { settings, clipNorm, accumulate } = expected;
  const isScaled = accumulate > 1;
  const updater = buildUpdateGraph(new Map(Object.entries(shapes)), {
    rule: updateRuleOf(settings),
    clipNorm,
    isScaled,
  });
  let kept = startOf(updater, expected.weights, shapes);
  let largest = 0;
  for (const [index, { learningRate, ...wanted }] of expected.updates.entries()) {
    const batches = expected.gradients.slice(index * accumulate, (index + 1) * accumulate);
    const gradients = isScaled ? await sumUp(batches, shapes, run) : tensorsOf(batches[0]!, shapes);
    const named = Object.entries(gradients).map(([name, tensor]) => [updater.gradients.get(name)!, tensor]);
    const scalars = updater.updates.scalarsAt({ update: index + 1, learningRate, gradientScale: 1 / accumulate });
    const inputs = { ...kept, ...Object.fromEntries(named), ...scalarTensors(scalars) } as Tensors;
    const answers = await run(updater.graph, inputs);
    kept = carry(carriedBy(updater), answers);
    largest = Math.max(largest, differenceOf(wanted, { answers, updater, kept }));
  }
  return largest;
}

/** Zeros for all memories. */
function startOf(updater: UpdateGraph, weights: Numbers, shapes: Shapes): Tensors {
  const memories = updater.updates.memories.map(({ input, shape }) => [input, zeros(shape)] as const);
  return { ...tensorsOf(weights, shapes), ...Object.fromEntries(memories) };
}

async function sumUp(batches: readonly Numbers[], shapes: Shapes, run: RunGraph): Promise<Tensors> {
  const builder = new GraphBuilder("gradients");
  const trained = Object.entries(shapes).map(([name, shape]) => ({
    name,
    weight: builder.input(name, "float32", shape),
    gradient: builder.input(`gradient/${name}`, "float32", shape),
  }));
  const sums = addGradientSums(builder, trained);
  const unread = tensorsOf(batches[0]!, shapes);
  let kept: Tensors = Object.fromEntries(Array.from(sums.values(), ({ input, shape }) => [input, zeros(shape)]));
  for (const batch of batches) {
    const gradients = Object.entries(tensorsOf(batch, shapes)).map(([name, tensor]) => [`gradient/${name}`, tensor]);
    const answers = await run(builder.toGraph(), { ...kept, ...unread, ...Object.fromEntries(gradients) } as Tensors);
    kept = carry([...sums.values()], answers);
  }
  return Object.fromEntries(Array.from(sums, ([name, { input }]) => [name, kept[input]!]));
}

function carriedBy({ updates }: UpdateGraph): readonly CarriedTensor[] {
  return [...updates.weights.values(), ...updates.memories];
}

function carry(carried: readonly CarriedTensor[], answers: ReadonlyMap<string, ReferenceTensor>): Tensors {
  return Object.fromEntries(carried.map(({ input, output }) => [input, answers.get(output)!]));
}

function differenceOf(
  { norm, weights, memories }: Omit<Updated, "learningRate">,
  found: { answers: ReadonlyMap<string, ReferenceTensor>; updater: UpdateGraph; kept: Tensors },
): number {
  const { updates } = found.updater;
  const inputs = new Map(updates.memories.map(({ memory, weight, input }) => [`${memory}/${weight}`, input]));
  const expectedNames = [...inputs.keys()].toSorted().join();
  if (Object.keys(memories).toSorted().join() !== expectedNames) return Infinity;
  const pairs = [
    [found.answers.get(updates.norm)!, [norm]] as const,
    ...Object.entries(weights).map(([name, numbers]) => [found.kept[name]!, numbers] as const),
    ...Object.entries(memories).map(([name, numbers]) => [found.kept[inputs.get(name)!]!, numbers] as const),
  ];
  return Math.max(...pairs.map(([tensor, numbers]) => largestDifference(tensor.data, Float64Array.from(numbers))));
}

function tensorsOf(numbers: Numbers, shapes: Shapes): Tensors {
  const tensor = (name: string): ReferenceTensor => ({
    type: "float32",
    shape: shapes[name]!,
    data: Float64Array.from(numbers[name]!),
  });
  return Object.fromEntries(Object.keys(numbers).map((name) => [name, tensor(name)]));
}

function scalarTensors(scalars: ReadonlyMap<string, number>): Tensors {
  const tensor = (number: number): ReferenceTensor => ({ type: "float32", shape: [], data: Float64Array.of(number) });
  return Object.fromEntries(Array.from(scalars, ([name, number]) => [name, tensor(number)]));
}

function zeros(shape: readonly number[]): ReferenceTensor {
  return { type: "float32", shape, data: new Float64Array(shape.reduce((count, size) => count * size, 1)) };
}
