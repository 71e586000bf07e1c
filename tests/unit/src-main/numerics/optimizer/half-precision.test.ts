/** @file Training in half precision: weights in single precision, a scaled loss, and updates that are left out. */
import { expect, test } from "vitest";
import { backward } from "../../../../../src-main/numerics/autodiff/backward";
import { passOf } from "../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import type { ReferenceTensor } from "../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { addUpdates } from "../../../../../src-main/numerics/optimizer/add-updates";
import { INITIAL_LOSS_SCALE } from "../../../../../src-main/numerics/optimizer/loss-scale";
import { updateRuleOf } from "../../../../../src-main/numerics/optimizer/update-rule-of";
import { byRuntime } from "../../../../builders/replay-updates";

const IMAGE = [1, -2, 0.5, 4];
/** Below half of the smallest half-precision number, 6e-8. */
const LOSS_WEIGHT = 5e-9;

test("a gradient that is too small for half precision is lost without a scale", async () => {
  expect(await step(1)).toEqual({ weight: [0, 0, 0, 0], norm: 0 });
});

test("with a scaled loss it reaches the weights, which are single precision", async () => {
  const { weight, norm } = await step(INITIAL_LOSS_SCALE.scale);
  for (const [place, pixel] of IMAGE.entries()) expect(weight[place]! / (-LOSS_WEIGHT * pixel)).toBeCloseTo(1, 3);
  expect(norm / (LOSS_WEIGHT * Math.hypot(...IMAGE))).toBeCloseTo(1, 3);
});

test("a scale that is too large shows in the norm, so that the update can be left out", async () => {
  expect((await step(2 ** 50)).norm).toBe(Infinity);
});

/** One step of learning rate 1 from zeros, down a loss that is the weighted sum of the weights times the image. */
async function step(scale: number): Promise<{ readonly weight: readonly number[]; readonly norm: number }> {
  const builder = new GraphBuilder("step");
  const weight = builder.input("weight", "float32", [4]);
  const image = builder.cast(builder.input("image", "float32", [4, 1]), "float16");
  // ONNX Runtime's CPU computes in single precision between casts that meet; the change of shape keeps them apart.
  const row = builder.reshape(builder.cast(weight, "float16"), [1, 4]);
  const answer = builder.cast(builder.matMul(row, image), "float32");
  const loss = builder.reduceSum(builder.mul(answer, builder.floats(LOSS_WEIGHT)), { keepAxes: false });
  const seed = builder.input("loss_scale", "float32", []);
  const gradient = backward(builder, passOf(builder), new Map([[loss.name, seed]]), ["weight"]).get("weight")!;
  const rule = updateRuleOf({ kind: "sgd", momentum: 0, weightDecay: 0 });
  const updates = addUpdates(builder, [{ name: "weight", weight, gradient }], { rule, isScaled: true });
  const scalars = updates.scalarsAt({ update: 1, learningRate: 1, gradientScale: 1 / scale });
  const answers = await byRuntime(builder.toGraph(), {
    weight: tensorOf([4], [0, 0, 0, 0]),
    image: tensorOf([4, 1], IMAGE),
    loss_scale: tensorOf([], [scale]),
    ...Object.fromEntries(Array.from(scalars, ([name, number]) => [name, tensorOf([], [number])])),
  });
  const numbersOf = (name: string): number[] => Array.from(answers.get(name)!.data, (number) => number + 0);
  return { weight: numbersOf(updates.weights.get("weight")!.output), norm: numbersOf(updates.norm)[0]! };
}

function tensorOf(shape: readonly number[], numbers: readonly number[]): ReferenceTensor {
  return { type: "float32", shape, data: Float64Array.from(numbers) };
}
