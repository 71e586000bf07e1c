/** @file Batch normalisation in parts is tested against ONNX's operator, forward and back. */
import { expect, test } from "vitest";
import { backward } from "../../../../../src-main/numerics/autodiff/backward";
import { normaliseByBatch, withSteps } from "../../../../../src-main/numerics/autodiff/batch-normalisation";
import { passOf, type GradientStep } from "../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { interpret } from "../../../../../src-main/numerics/onnx/interpreter/interpret";
import { scatteredNumbers } from "../../../../builders/check-gradient";

const EPSILON = 0.125;
const WANTED = ["image", "scale", "bias"] as const;

interface Normalised {
  readonly answer: Value;
  readonly step?: GradientStep;
}

/** Answer and gradients, as the reference computes them. */
function ask(
  shape: readonly number[],
  build: (to: GraphBuilder, inputs: readonly [Value, Value, Value]) => Normalised,
): readonly (readonly number[])[] {
  const to = new GraphBuilder("norm");
  const channels = shape[1]!;
  const image = to.input("image", "float32", ["images", ...shape.slice(1)]);
  const [scale, bias] = [to.input("scale", "float32", [channels]), to.input("bias", "float32", [channels])];
  const { answer, step } = build(to, [image, scale, bias]);
  const pass = withSteps(passOf(to), step ? [step] : []);
  const seed = to.input("seed", "float32", answer.shape);
  const gradients = backward(to, pass, new Map([[answer.name, seed]]), WANTED);
  const outputs = [answer, ...WANTED.map((name) => gradients.get(name)!)];
  for (const [index, value] of outputs.entries()) to.output(`output${index}`, value);
  const shapes = { image: shape, scale: [channels], bias: [channels], seed: shape };
  const feeds = Object.fromEntries(
    Object.entries(shapes).map(([name, sizes], index) => {
      const count = sizes.reduce((product, size) => product * size, 1);
      return [name, { type: "float32", shape: sizes, data: scatteredNumbers(count, index) } as const];
    }),
  );
  const answers = interpret(to.toGraph(), feeds);
  return outputs.map((_, index) => Array.from(answers.get(`output${index}`)!.data, Number));
}

test.each([
  [[3, 2, 4, 5], 1],
  [[7, 3], 1],
  [[12, 3], 4],
])("reductions of %j, in %i parts, give what the operator gives", (shape, parts) => {
  const byOperator = ask(shape, (to, inputs) => {
    const statistics = [to.floats(new Float32Array(shape[1]!)), to.floats(new Float32Array(shape[1]!).fill(1))];
    const attributes = { training_mode: 1, epsilon: EPSILON };
    return { answer: to.apply("BatchNormalization", [...inputs, ...statistics], attributes, 3)[0]! };
  });
  const byParts = ask(shape, (to, [image, scale, bias]) => {
    const { normalised, step } = normaliseByBatch(to, image, { scale, bias, epsilon: EPSILON, parts });
    return { answer: normalised, step };
  });
  for (const [index, numbers] of byOperator.entries()) {
    const differences = numbers.map((number, place) => Math.abs(number - byParts[index]![place]!));
    expect(Math.max(...differences)).toBeLessThan(1e-9);
  }
});
