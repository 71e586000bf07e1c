/** @file The trial network against its builder and against plain loops. */
import { expect, test } from "vitest";
import { openSession } from "../../../../../src-main/jobs/runtime/open-session";
import {
  TRIAL_ANSWER,
  TRIAL_TOLERANCE,
  trialInput,
  trialModel,
} from "../../../../../src-main/jobs/runtime/trial-model";
import { answerTrialByHand, buildTrialModel } from "../../../../builders/build-trial-model";

test("the trial network is the one that its builder writes", () => {
  expect(Buffer.from(trialModel()).equals(buildTrialModel())).toBe(true);
});

test("its answer is what plain loops in double precision come to", () => {
  const byHand = answerTrialByHand(trialInput().image.data as Float32Array);
  expect(byHand).toHaveLength(TRIAL_ANSWER.length);
  // The table holds six decimals.
  byHand.forEach((value, channel) => expect(Math.abs(value - TRIAL_ANSWER[channel]!)).toBeLessThan(1e-6));
});

test("channels differ by more than the tolerance, so that a provider that mixes them up is found out", () => {
  const [smallest, largest] = [Math.min(...TRIAL_ANSWER), Math.max(...TRIAL_ANSWER)];
  expect(largest - smallest).toBeGreaterThan(10 * TRIAL_TOLERANCE);
});

test("the CPU gives that answer", async () => {
  const session = await openSession(trialModel(), "cpu");
  try {
    const { means } = await session.run(trialInput());
    TRIAL_ANSWER.forEach((value, channel) => expect(Number(means!.data[channel])).toBeCloseTo(value, 5));
  } finally {
    await session.release();
  }
});
