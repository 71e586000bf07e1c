/** @file The place of a step tells its epoch, whether weights move, and how far. */
import { expect, test } from "vitest";
import { placeOfStep } from "../../../../../src-main/jobs/trainings/step-place";
import { buildTrainingConfig } from "../../../../builders/build-training";

test("weights move with every batch unless several are added up", () => {
  const config = buildTrainingConfig({ isWarmedUp: false });
  const places = [0, 1, 2, 3].map((step) => placeOfStep({ config, stepsPerEpoch: 3 }, step));
  expect(places.map(({ epoch, inEpoch, isUpdate }) => [epoch, inEpoch, isUpdate])).toEqual([
    [0, 0, true],
    [0, 1, true],
    [0, 2, true],
    [1, 0, true],
  ]);
});

test("the last batches of an epoch move the weights though they be fewer than are added up", () => {
  const config = buildTrainingConfig({ accumulate: 2 });
  const updates = [0, 1, 2, 3, 4, 5].map((step) => placeOfStep({ config, stepsPerEpoch: 3 }, step).isUpdate);
  expect(updates).toEqual([false, true, true, false, true, true]);
});

test("batches of one update share their learning rate, which falls every three epochs by the notebook's schedule", () => {
  const warm = buildTrainingConfig({ accumulate: 2, learningRate: 1 });
  const rates = [0, 1, 2, 3].map((step) => placeOfStep({ config: warm, stepsPerEpoch: 4 }, step).learningRate);
  expect(rates).toEqual([0.001, 0.001, 1, 1]);
  const later = [2, 3, 6].map((epoch) => placeOfStep({ config: warm, stepsPerEpoch: 4 }, 4 * epoch).learningRate);
  expect(later.map((rate) => rate.toFixed(6))).toEqual(["1.000000", "0.100000", "0.010000"]);
});
