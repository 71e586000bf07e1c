/** @file Learning rates are tested against torch's schedulers (tests/builders/torch-learning-rates.py). */
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
