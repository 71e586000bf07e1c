/** @file Holds gradients that are made as graphs to central differences in doubles, and to ONNX Runtime's answer. */
import { InferenceSession } from "onnxruntime-node";
import { backward } from "../../src-main/numerics/autodiff/backward";
import { passOf } from "../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder, type Value } from "../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../src-main/numerics/onnx/encode-model";
import type { Dimension, Graph } from "../../src-main/numerics/onnx/graph";
import { interpret } from "../../src-main/numerics/onnx/interpreter/interpret";
import {
  fromReference,
  isFloat,
  type ReferenceTensor,
} from "../../src-main/numerics/onnx/interpreter/reference-tensor";
import { countElements } from "../../src-main/numerics/tensor/tensor";
import { fromRuntime, largestDifference, toRuntime } from "./ask-both";

export interface GradientInput {
  /** Floats may be any doubles, although the graph calls them float32: the reference does not round. */
  readonly tensor: ReferenceTensor;
  /** The shape as the graph is told it, texts for open sizes; the tensor's own unless it is given. */
  readonly declared?: readonly Dimension[] | undefined;
  /** A constant of the graph, which is not differentiated by. */
  readonly isConstant?: boolean;
}

/** Differentiated by every input of floats that is no constant. */
export interface GradientCase {
  readonly inputs: readonly GradientInput[];
  readonly build: (builder: GraphBuilder, inputs: readonly Value[]) => Value | readonly Value[];
}

interface GradientGraph {
  readonly forward: Graph;
  /** Answers `gradient0` and so on, one for each input that has one. */
  readonly whole: Graph;
  readonly feeds: Readonly<Record<string, ReferenceTensor>>;
  /** The gradients of the outputs that the walk starts with, by the names of the outputs. */
  readonly seeds: ReadonlyMap<string, ReferenceTensor>;
  readonly varied: readonly string[];
}

/** Small enough for the curvature of what is tested, and large enough for the 15 digits of a double. */
const STEP = 1e-5;

/** Where the gradients differ from central differences by more than `tolerance`, relative to the larger of the number
 * and 1, in words. The outputs are weighted at random, the same way each time. */
export function checkGradient(gradientCase: GradientCase, tolerance = 1e-5): readonly string[] {
  const { forward, whole, feeds, seeds, varied } = assemble(gradientCase);
  const answers = interpret(whole, { ...feeds, ...feedsOf(seeds) });
  return varied.flatMap((name) => {
    const expected = centralDifferences(forward, feeds, { name, seeds });
    const { shape } = feeds[name]!;
    const found = answers.get(`gradient of ${name}`) ?? { type: "float32", shape, data: expected.map(() => 0) };
    if (found.shape.join() !== shape.join()) return [`${name}: shape [${found.shape.join()}], not [${shape.join()}]`];
    const difference = largestDifference(found.data, expected);
    if (difference <= tolerance) return [];
    return [`${name} is off by ${difference}: ${found.data.join(" ")} instead of ${expected.join(" ")}`];
  });
}

/** Where ONNX Runtime on the CPU answers other gradients than the reference does. */
export async function checkGradientOnRuntime(gradientCase: GradientCase, tolerance = 1e-4): Promise<readonly string[]> {
  const { whole, feeds, seeds } = assemble(gradientCase);
  const rounded = Object.fromEntries(
    Object.entries({ ...feeds, ...feedsOf(seeds) }).map(([name, tensor]) => [name, fromReference(tensor)]),
  );
  if (whole.outputs.length === 0) return [];
  const session = await InferenceSession.create(encodeModel(whole), { intraOpNumThreads: 1, logSeverityLevel: 4 });
  try {
    const fed = Object.entries(rounded).filter(([name]) => session.inputNames.includes(name));
    const answers = await session.run(Object.fromEntries(fed.map(([name, tensor]) => [name, toRuntime(tensor)])));
    const expected = interpret(whole, { ...feeds, ...feedsOf(seeds) });
    return Array.from(expected).flatMap(([name, { shape, data }]) => {
      const found = fromRuntime(answers[name]!);
      if (found.shape.join() !== shape.join()) return [`${name}: shape [${found.shape.join()}], not [${shape.join()}]`];
      const difference = largestDifference(found.data, data);
      return difference <= tolerance ? [] : [`${name} is off by ${difference}`];
    });
  } finally {
    await session.release();
  }
}

/** Numbers that look random, between -1 and 1, the same ones for the same seed. */
export function scatteredNumbers(count: number, seed: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => Math.sin(12.9898 * (index + 1) + 78.233 * seed));
}

function assemble({ inputs, build }: GradientCase): GradientGraph {
  const builder = new GraphBuilder("case");
  const names = inputs.map((_, index) => `input${index}`);
  const values = inputs.map(({ tensor, declared, isConstant }, index) =>
    isConstant === true
      ? builder.constant(fromReference(tensor), names[index]!)
      : builder.input(names[index]!, tensor.type, declared ?? tensor.shape),
  );
  const outputs = [build(builder, values)].flat();
  const fed = inputs.flatMap(({ tensor, isConstant }, index) =>
    isConstant === true ? [] : [[names[index]!, tensor] as const],
  );
  const feeds = Object.fromEntries(fed);
  const forward = { ...builder.toGraph(), outputs };
  const seeds = seedsFor(forward, feeds);
  const pass = passOf(builder);
  const given = new Map(Array.from(seeds.keys(), (name) => [name, seedInput(builder, builder.value(name))] as const));
  const varied = fed.flatMap(([name, { type }]) => (isFloat(type) ? [name] : []));
  for (const [name, gradient] of backward(builder, pass, given, varied))
    builder.output(`gradient of ${name}`, gradient);
  return { forward, whole: builder.toGraph(), feeds, seeds, varied };
}

function seedInput(builder: GraphBuilder, { name, type, shape }: Value): Value {
  return builder.input(seedName(name), type, shape);
}

function seedName(output: string): string {
  return `seed of ${output}`;
}

function feedsOf(seeds: ReadonlyMap<string, ReferenceTensor>): Readonly<Record<string, ReferenceTensor>> {
  return Object.fromEntries(Array.from(seeds, ([name, tensor]) => [seedName(name), tensor]));
}

/** Weights for each output of floats. */
function seedsFor(forward: Graph, feeds: GradientGraph["feeds"]): ReadonlyMap<string, ReferenceTensor> {
  const answers = [...interpret(forward, feeds)].filter(([, { type }]) => isFloat(type));
  return new Map(
    answers.map(([name, { type, shape }], index) => [
      name,
      { type, shape, data: scatteredNumbers(countElements(shape), index + 1) },
    ]),
  );
}

function centralDifferences(
  forward: Graph,
  feeds: GradientGraph["feeds"],
  { name, seeds }: { readonly name: string; readonly seeds: GradientGraph["seeds"] },
): Float64Array {
  const tensor = feeds[name]!;
  const weighAt = (place: number, step: number): number => {
    const moved = { ...tensor, data: tensor.data.with(place, tensor.data[place]! + step) };
    const answers = interpret(forward, { ...feeds, [name]: moved });
    return Array.from(seeds).reduce((sum, [output, seed]) => sum + weigh(answers.get(output)!, seed), 0);
  };
  return tensor.data.map((_, place) => (weighAt(place, STEP) - weighAt(place, -STEP)) / (2 * STEP));
}

function weigh(answer: ReferenceTensor, seed: ReferenceTensor): number {
  return answer.data.reduce((sum, value, place) => sum + value * seed.data[place]!, 0);
}
