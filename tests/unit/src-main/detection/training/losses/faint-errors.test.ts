/** @file The objectness loss where anchors are easy, on the runtime that trainings run on. */
import { expect, test } from "vitest";
import { binaryCrossEntropyLoss } from "../../../../../../src-main/detection/training/losses/binary-cross-entropy-loss";
import { openSession } from "../../../../../../src-main/jobs/runtime/open-session";
import type { TensorValue } from "../../../../../../src-main/jobs/runtime/session";
import { backward } from "../../../../../../src-main/numerics/autodiff/backward";
import { passOf } from "../../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder } from "../../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../../src-main/numerics/onnx/encode-model";

const LOGITS = Float32Array.of(-80, -30, -19, -15, -12, -10, -8, -3, -0.5, 0, 0.5, 3, 8, 19, 80);

/** Of logits whose targets are all 0 and whose weights are all 1: the loss, and its gradient. */
async function learnFrom(
  shape: readonly number[],
  data: Float32Array,
): Promise<{ readonly loss: number; readonly gradient: TensorValue }> {
  const builder = new GraphBuilder("loss");
  const values = { type: "float32", shape } as const;
  const answers = builder.input("logits", values.type, values.shape);
  const targets = builder.constant({ ...values, data: new Float32Array(data.length) });
  const weights = builder.constant({ ...values, data: new Float32Array(data.length).fill(1) });
  const loss = binaryCrossEntropyLoss(builder, { answers, targets, weights });
  const gradients = backward(builder, passOf(builder), new Map([[loss.name, builder.floats(1)]]), ["logits"]);
  builder.output("loss", loss);
  builder.output("gradient", gradients.get("logits")!);
  const session = await openSession(encodeModel(builder.toGraph()), "cpu");
  const answer = await session.run({ logits: { ...values, data } });
  await session.release();
  return { loss: Number(answer["loss"]!.data[0]), gradient: answer["gradient"]! };
}

test("an anchor that is background beyond doubt pulls by its own probability, to six digits", async () => {
  const { gradient } = await learnFrom([LOGITS.length], LOGITS);
  const differences = Array.from(LOGITS, (logit, place) => Number(gradient.data[place]) * (1 + Math.exp(-logit)) - 1);
  expect(differences.filter((difference) => !(Math.abs(difference) < 1e-6))).toEqual([]);
});

test("the faint errors of ten thousands of easy anchors are all counted, to six digits", async () => {
  const shape = [2, 3, 64, 64];
  // One anchor is badly wrong; each of the others adds less than half of the last digit of what it adds.
  const logits = Float32Array.from({ length: 2 * 3 * 64 * 64 }, (_, place) => (place === 0 ? 60 : -13.2));
  const { loss } = await learnFrom(shape, logits);
  const wanted = logits.reduce((sum, logit) => sum + Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))), 0);
  expect(Math.abs(loss / wanted - 1)).toBeLessThan(1e-6);
});
