/** @file The gradient of the objectness loss where an anchor is easy, on the runtime that trainings run on. */
import { expect, test } from "vitest";
import { binaryCrossEntropyLoss } from "../../../../../../src-main/detection/training/losses/binary-cross-entropy-loss";
import { openSession } from "../../../../../../src-main/jobs/runtime/open-session";
import { backward } from "../../../../../../src-main/numerics/autodiff/backward";
import { passOf } from "../../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder } from "../../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../../src-main/numerics/onnx/encode-model";

const LOGITS = Float32Array.of(-80, -30, -19, -15, -12, -10, -8, -3, -0.5, 0, 0.5, 3, 8, 19, 80);

test("an anchor that is background beyond doubt pulls by its own probability, to six digits", async () => {
  const builder = new GraphBuilder("loss");
  const values = { type: "float32", shape: [LOGITS.length] } as const;
  const answers = builder.input("logits", values.type, values.shape);
  const targets = builder.constant({ ...values, data: new Float32Array(LOGITS.length) });
  const weights = builder.constant({ ...values, data: new Float32Array(LOGITS.length).fill(1) });
  const loss = binaryCrossEntropyLoss(builder, { answers, targets, weights });
  const gradients = backward(builder, passOf(builder), new Map([[loss.name, builder.floats(1)]]), ["logits"]);
  builder.output("gradient", gradients.get("logits")!);
  const session = await openSession(encodeModel(builder.toGraph()), "cpu");
  const { gradient } = await session.run({ logits: { ...values, data: LOGITS } });
  await session.release();
  const differences = Array.from(LOGITS, (logit, place) => Number(gradient!.data[place]) * (1 + Math.exp(-logit)) - 1);
  expect(differences.filter((difference) => !(Math.abs(difference) < 1e-6))).toEqual([]);
});
