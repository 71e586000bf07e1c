/** @file Batch normalisation in parts is tested against ONNX's operator, forward and back. */
import { expect, test } from "vitest";
import { backward } from "../../../../../src-main/numerics/autodiff/backward";
import { normaliseByBatch, withSteps } from "../../../../../src-main/numerics/autodiff/batch-normalisation";
import { passOf, type GradientStep } from "../../../../../src-main/numerics/autodiff/forward-pass";
import { openSession } from "../../../../../src-main/jobs/runtime/open-session";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
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

test("of maps that are black in half, statistics and gradients are right to six digits on ONNX Runtime", async () => {
  const shape = [2, 2, 200, 200];
  const [places, half] = [200 * 200, 100 * 200];
  const data = Float32Array.from({ length: 4 * places }, (_, place) => (place % places < half ? 0.7312345 : 1 + Math.sin(place))); // prettier-ignore
  const seeds = data.map((_, place) => (place % places < half ? 0.123456 : Math.cos(place)));
  const to = new GraphBuilder("norm");
  const image = to.input("image", "float32", shape);
  const [scale, bias] = [to.input("scale", "float32", [2]), to.input("bias", "float32", [2])];
  const { normalised, mean, variance, step } = normaliseByBatch(to, image, { scale, bias });
  const seed = to.input("seed", "float32", shape);
  const gradients = backward(to, withSteps(passOf(to), [step]), new Map([[normalised.name, seed]]), ["scale", "bias"]);
  to.output("mean", mean);
  to.output("variance", variance);
  for (const [name, gradient] of gradients) to.output(`gradient of ${name}`, gradient);
  const ones = { type: "float32", shape: [2], data: Float32Array.of(1, 1) } as const;
  const whole = { type: "float32", shape } as const;
  const session = await openSession(encodeModel(to.toGraph()), "cpu");
  const answer = await session.run({
    image: { ...whole, data },
    scale: ones,
    bias: ones,
    seed: { ...whole, data: seeds },
  });
  await session.release();
  for (const channel of [0, 1]) {
    const rows = [...data.keys()].filter((place) => Math.trunc(place / places) % 2 === channel);
    const sum = (of: (place: number) => number): number => rows.reduce((total, place) => total + of(place), 0);
    const wantedMean = sum((place) => data[place]!) / rows.length;
    const wantedVariance = sum((place) => (data[place]! - wantedMean) ** 2) / rows.length;
    const rate = 1 / Math.sqrt(wantedVariance + 1e-5);
    const wanted = {
      mean: wantedMean,
      variance: wantedVariance,
      "gradient of bias": sum((place) => seeds[place]!),
      "gradient of scale": sum((place) => seeds[place]! * (data[place]! - wantedMean) * rate),
    };
    for (const [name, value] of Object.entries(wanted)) {
      expect(Math.abs(Number(answer[name]!.data[channel]) / value - 1), name).toBeLessThan(2e-6);
    }
  }
});
