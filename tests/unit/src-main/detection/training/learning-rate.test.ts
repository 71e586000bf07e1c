/** @file Learning rates are tested against torch's schedulers (tests/builders/torch-learning-rates.py). */
import fc from "fast-check";
import { expect, test } from "vitest";
import { learningRateAt, type LearningRatePlan } from "../../../../../src-main/detection/training/learning-rate";
import { readFixture } from "../../../../builders/read-arrays";

interface TorchRates {
  readonly plan: LearningRatePlan;
  readonly rates: readonly { readonly epoch: number; readonly step: number; readonly rate: number }[];
}

const PLANS = readFixture<Readonly<Record<string, TorchRates>>>("training/learning-rates.json");

test.each(Object.entries(PLANS))("%s learning rates are torch's in every step", (_, { plan, rates }) => {
  const differences = rates.map(({ epoch, step, rate }) => Math.abs(learningRateAt(plan, { epoch, step }) / rate - 1));
  // torch multiplies what the step before left; 1,000 products round apart from one.
  expect(Math.max(...differences)).toBeLessThan(1e-10);
});

test("an epoch of a single step is not warmed up", () => {
  const plan = { ...PLANS["the notebook's"]!.plan, stepsPerEpoch: 1 };
  expect(learningRateAt(plan, { epoch: 0, step: 0 })).toBe(plan.learningRate);
});

const plans = fc.record({
  learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
  schedule: fc.oneof(
    fc.record({ kind: fc.constant("constant" as const) }),
    fc.record({
      kind: fc.constant("step" as const),
      everyEpochs: fc.integer({ min: 1, max: 5 }),
      factor: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
    fc.record({ kind: fc.constant("cosine" as const), least: fc.constant(0) }),
  ),
  isWarmedUp: fc.boolean(),
  epochs: fc.integer({ min: 1, max: 20 }),
  stepsPerEpoch: fc.integer({ min: 2, max: 1200 }),
});

test("it rises to the plan's learning rate in the first epoch, and never after that", () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const first = Array.from({ length: plan.stepsPerEpoch }, (_, step) => learningRateAt(plan, { epoch: 0, step }));
      const later = Array.from({ length: plan.epochs }, (_, epoch) => learningRateAt(plan, { epoch, step: 1e6 }));
      expect(first).toEqual(first.toSorted((one, other) => one - other));
      expect(first.at(-1)).toBe(plan.learningRate);
      expect(later).toEqual(later.toSorted((one, other) => other - one));
    }),
  );
});
