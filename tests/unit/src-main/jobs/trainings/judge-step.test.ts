/** @file A step that went wrong says which it was, with which images, and what may help. */
import { expect, test } from "vitest";
import { Failure } from "../../../../../src-shared/domain/failure";
import type { Tensor } from "../../../../../src-main/numerics/tensor/tensor";
import { refusalOfStep, requireFinite, requireFiniteWeights } from "../../../../../src-main/jobs/trainings/judge-step";

const STEP = { step: 12, names: ["a.dcm", "b.dcm"], keptStep: 6 };
const SOUND = { losses: { loss_classifier: 0.5 }, gradientNorm: 3, seconds: 1 };

test("a finite step passes, with or without an update", () => {
  expect(() => requireFinite(SOUND, STEP)).not.toThrow();
  expect(() => requireFinite({ losses: { loss_classifier: 0.5 }, seconds: 1 }, STEP)).not.toThrow();
});

test("a loss that is no number names the step and its images", () => {
  const losses = { loss_classifier: 0.5, loss_box_reg: Number.NaN };
  expect(() => requireFinite({ ...SOUND, losses }, STEP)).toThrow(
    "At step 12, with a.dcm, b.dcm, loss_box_reg became NaN; the checkpoint of step 6 is kept. A lower learning rate, or clipping, may help.",
  );
  expect(() => requireFinite({ ...SOUND, losses }, { ...STEP, keptStep: 0 })).toThrow(
    "no checkpoint had been written.",
  );
});

test("of a large batch the first images are named", () => {
  const names = Array.from({ length: 12 }, (_, index) => `${index}.dcm`);
  expect(() => requireFinite({ ...SOUND, gradientNorm: Infinity }, { ...STEP, names })).toThrow(
    "7.dcm and 4 more, the",
  );
});

test("a gradient that overflows ends a training, but for a loss that can be scaled down", () => {
  const wild = { ...SOUND, gradientNorm: Infinity };
  expect(() => requireFinite(wild, STEP)).toThrow("the gradients' norm became Infinity");
  expect(() => requireFinite({ ...wild, lossScale: 2 }, STEP)).not.toThrow();
  expect(() => requireFinite({ ...wild, lossScale: 1 }, STEP)).toThrow("the gradients' norm became Infinity");
});

test("weights that an update made infinite are not kept, and the tensor is named", () => {
  const weightsOf = (last: number) =>
    new Map<string, Tensor>([
      ["head.weight", { type: "float32", shape: [2], data: Float32Array.of(1, last) }],
      ["bn.num_batches_tracked", { type: "int64", shape: [], data: BigInt64Array.of(2n) }],
    ]);
  expect(() => requireFiniteWeights(weightsOf(3e38), STEP)).not.toThrow();
  expect(() => requireFiniteWeights(weightsOf(4e38), STEP)).toThrow(
    "At step 12, with a.dcm, b.dcm, numbers in head.weight became infinite; the checkpoint of step 6 is kept.",
  );
});

test("a device without enough memory is answered with a smaller batch", () => {
  const thrown = new Error("Failed to allocate memory for requested buffer of size 123");
  expect(refusalOfStep(thrown, { batchSize: 8 })).toMatchObject({
    code: "unsupported",
    message: "A batch of 8 did not fit into the device's memory; try batches of 4, adding up twice as many.",
  });
  expect(refusalOfStep(thrown, { batchSize: 1 })).toMatchObject({
    message: "A batch of 1 did not fit into the device's memory; a smaller network would.",
  });
  for (const words of ["std::bad_alloc", "Array buffer allocation failed"]) {
    expect(refusalOfStep(new Error(words), { batchSize: 4 })).toMatchObject({
      message: expect.stringContaining("try batches of 2") as string,
    });
  }
  const other = new Failure("invalid-input", "A box has no area.");
  expect(refusalOfStep(other, { batchSize: 2 })).toBe(other);
});
