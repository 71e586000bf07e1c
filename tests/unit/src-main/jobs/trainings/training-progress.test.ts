/** @file What a training says while it runs can be believed: the mean loss, and the time with all that is to be judged. */
import { expect, test } from "vitest";
import type { ProgressReport } from "../../../../../src-main/jobs/job";
import { TrainingProgress } from "../../../../../src-main/jobs/trainings/training-progress";
import { buildTraining, buildTrainingConfig } from "../../../../builders/build-training";

/** Five epochs of two steps each. */
function buildProgress(judgements: readonly number[] = []) {
  const told: ProgressReport[] = [];
  const training = buildTraining({ config: buildTrainingConfig({ epochs: 5 }) });
  return { told, progress: new TrainingProgress(training, (report) => told.push(report), judgements) };
}

function stepOf(step: number, loss: number, seconds = 1) {
  return { step, epoch: Math.ceil(step / 2), losses: { loss_classifier: loss, loss_box_reg: 1 }, seconds };
}

test("the mean loss of the epoch so far is told", () => {
  const { told, progress } = buildProgress();
  for (const [index, loss] of [1, 2, 5].entries()) progress.addStep(stepOf(index + 1, loss));
  expect(told.map(({ note }) => note)).toEqual([
    "epoch 1 of 5, mean loss 2.000",
    "epoch 1 of 5, mean loss 2.500",
    "epoch 2 of 5, mean loss 6.000",
  ]);
});

test("the time left counts the judgements to come in, and is unknown before the first step", () => {
  const { told, progress } = buildProgress();
  progress.tellJudging(0, { judged: 0, all: 4 });
  expect(told.at(-1)).toEqual({ done: 0, total: 10, note: "judging the model to begin with, image 0 of 4" });
  progress.addJudgement(6);
  progress.addStep(stepOf(1, 1));
  expect(told.at(-1)!.secondsLeft).toBe(9 * 1 + 5 * 6);
  progress.addStep(stepOf(2, 1));
  progress.tellJudging(1, { judged: 2, all: 4 });
  expect(told.at(-1)).toMatchObject({ done: 2, note: "judging epoch 1 of 5, image 2 of 4", secondsLeft: 8 + 4.5 * 6 });
});

test("a step through which the machine slept leaves the time as it was", () => {
  const { told, progress } = buildProgress([6]);
  for (const step of [1, 2, 3]) progress.addStep(stepOf(step, 1));
  progress.addStep(stepOf(4, 1, 8 * 3600));
  expect(told.at(-1)!.secondsLeft).toBe(6 + 4 * 6);
});

test("judging makes no step look slower than it was", () => {
  const { told, progress } = buildProgress();
  progress.addStep(stepOf(1, 1, 0.5));
  progress.addStep(stepOf(2, 1, 0.5));
  progress.tellJudging(1, { judged: 4, all: 4 });
  progress.addJudgement(20);
  progress.addStep(stepOf(3, 1, 0.5));
  expect(told.map(({ perSecond }) => perSecond)).toEqual([2, 2, 2, 2]);
});
