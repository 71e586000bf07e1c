/** @file Holds gradients that are made as graphs to what torch's autograd answered for the same expression. */
import { backward } from "../../src-main/numerics/autodiff/backward";
import { passOf } from "../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder, type Value } from "../../src-main/numerics/onnx/builder";
import { interpret } from "../../src-main/numerics/onnx/interpreter/interpret";
import type { ReferenceTensor } from "../../src-main/numerics/onnx/interpreter/reference-tensor";
import { largestDifference } from "./ask-both";

interface PrintedTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** As the Python programs beside this file print it. */
export interface TorchAnswer {
  readonly inputs: readonly PrintedTensor[];
  readonly output: PrintedTensor;
  readonly seed: PrintedTensor;
  /** One for each input. */
  readonly gradients: readonly PrintedTensor[];
}

export type BuildExpression = (builder: GraphBuilder, ...inputs: Value[]) => Value;

/** By how much the output and each gradient differ from torch's, relative to the larger of the number and 1; infinite
 * where a shape is another one. */
export function differencesFromTorch(answer: TorchAnswer, build: BuildExpression): readonly number[] {
  const { inputs, output, seed, gradients } = answer;
  const builder = new GraphBuilder("expression");
  const names = inputs.map((_, index) => `x${index}`);
  const values = inputs.map(({ shape }, index) => builder.input(names[index]!, "float32", shape));
  const answered = build(builder, ...values);
  const pass = passOf(builder);
  const seeds = new Map([[answered.name, builder.input("seed", "float32", seed.shape)]]);
  const found = backward(builder, pass, seeds, names);
  builder.output("answer", answered);
  for (const [name, gradient] of found) builder.output(`gradient of ${name}`, gradient);
  const feeds = Object.fromEntries(inputs.map((input, index) => [names[index]!, tensorOf(input)]));
  const answers = interpret(builder.toGraph(), { ...feeds, seed: tensorOf(seed) });
  const wanted = [output, ...gradients].map(tensorOf);
  return ["answer", ...names.map((name) => `gradient of ${name}`)].map((name, index) =>
    differenceOf(answers.get(name), wanted[index]!),
  );
}

function differenceOf(found: ReferenceTensor | undefined, expected: ReferenceTensor): number {
  if (found?.shape.join() !== expected.shape.join()) return Infinity;
  return largestDifference(found.data, expected.data);
}

function tensorOf({ shape, data }: PrintedTensor): ReferenceTensor {
  return { type: "float32", shape, data: Float64Array.from(data) };
}
