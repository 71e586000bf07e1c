/** @file Steps in half precision, which the CPU computes as graphics devices do, though not as fast: close to those of single
 * precision, and resumed with the scale of their losses. */
import { expect, test } from "vitest";
import type { Tensor } from "../../src-main/numerics/tensor/tensor";
import { drawnBatch, openDrawnRetinaNet } from "../builders/open-drawn-retinanet";
import { openSmallTrainer, SMALL_BATCH } from "../builders/open-small-trainer";

/** Of the second from the first, in lengths of the first. */
function relativeDistance({ data: expected }: Tensor, { data: found }: Tensor): number {
  const [left, right] = [Array.from(expected, Number), Array.from(found, Number)];
  return Math.hypot(...left.map((value, at) => value - right[at]!)) / Math.hypot(...left);
}

const place = (stepNumber: number, isUpdate = true) => ({ stepNumber, learningRate: 0.01, isUpdate });

test("losses and gradients in half precision are those of single precision as far as half floats go", async () => {
  // The reference boxes alone: which proposals come before which is another matter.
  const sampling = { candidatesPerLevel: 1, proposals: 0 };
  const [single, half] = [await openSmallTrainer({ sampling }), await openSmallTrainer({ sampling, precision: "half" })]; // prettier-ignore
  const [expected, found] = [await single.step(SMALL_BATCH, place(1)), await half.step(SMALL_BATCH, place(1))];
  for (const name of ["loss_classifier", "loss_objectness", "loss_rpn_box_reg"]) {
    expect(found.losses[name]! / expected.losses[name]!).toBeCloseTo(1, 1);
  }
  expect(found.gradientNorm! / expected.gradientNorm!).toBeCloseTo(1, 0);
  expect([found.lossScale, expected.lossScale]).toEqual([2 ** 16, undefined]);
  const name = "backbone.body.layer4.0.conv1.weight";
  const [left, right] = [await single.snapshot(), await half.snapshot()].map(({ optimizer }) =>
    optimizer.get(`momentum_buffer.${name}`)!,
  );
  expect(relativeDistance(left!, right!)).toBeLessThan(0.15);
  await single.release();
  await half.release();
}, 120_000);

test("a RetinaNet in half precision has the losses and gradients of single precision as far as half floats go", async () => {
  // Of the checkpoint's own norms: those of so small a batch would make noise of what half floats leave out.
  const [single, half] = [await openDrawnRetinaNet("retinanet-v1", { batchNorm: "frozen" }), await openDrawnRetinaNet("retinanet-v1", { batchNorm: "frozen", precision: "half" })]; // prettier-ignore
  const start = await half.snapshot();
  // Weights by chance have losses in the thousands.
  const loss_scale = { type: "float32", shape: [], data: Float32Array.of(1) } as const;
  await half.restore({ ...start, optimizer: new Map([...start.optimizer, ["loss_scale", loss_scale]]) });
  const tiny = { ...place(1), learningRate: 1e-9 };
  const [expected, found] = [await single.step(drawnBatch(), tiny), await half.step(drawnBatch(), tiny)];
  for (const [name, loss] of Object.entries(expected.losses)) expect(found.losses[name]! / loss).toBeCloseTo(1, 3);
  expect(found.gradientNorm! / expected.gradientNorm!).toBeCloseTo(1, 2);
  const [left, right] = [await single.snapshot(), await half.snapshot()];
  const moved = [...left.optimizer.keys()].filter((name) => name.startsWith("momentum_buffer."));
  expect(moved.length).toBeGreaterThan(30);
  const away = moved.map((name) => relativeDistance(left.optimizer.get(name)!, right.optimizer.get(name)!));
  expect(Math.max(...away)).toBeLessThan(0.03);
  await single.release();
  await half.release();
}, 120_000);

test("gradients that outgrow half precision leave weights as they were and halve the scale, and a snapshot knows it", async () => {
  const trainer = await openSmallTrainer({ precision: "half" });
  await trainer.step(SMALL_BATCH, place(1));
  const before = await trainer.snapshot();
  const loss_scale = { type: "float32", shape: [], data: Float32Array.of(2 ** 40) } as const;
  await trainer.restore({ ...before, optimizer: new Map([...before.optimizer, ["loss_scale", loss_scale]]) });
  const answer = await trainer.step(SMALL_BATCH, place(2));
  expect(answer.gradientNorm).not.toSatisfy(Number.isFinite);
  expect(answer.lossScale).toBe(2 ** 40);
  const after = await trainer.snapshot();
  expect(after.optimizer.get("loss_scale")!.data[0]).toBe(2 ** 39);
  const name = "backbone.body.layer4.0.conv1.weight";
  expect(after.weights.get(name)).toEqual(before.weights.get(name));
  await trainer.release();
}, 120_000);

test("sums of several batches in half precision move weights by their mean", async () => {
  const [once, twice] = [await openSmallTrainer({ precision: "half" }), await openSmallTrainer({ precision: "half", accumulate: 2 })]; // prettier-ignore
  const { gradientNorm } = await once.step(SMALL_BATCH, place(1));
  await twice.step(SMALL_BATCH, place(1, false));
  const summed = await twice.step(SMALL_BATCH, place(1));
  expect(summed.gradientNorm! / gradientNorm!).toBeCloseTo(1, 1);
  await once.release();
  await twice.release();
}, 120_000);
