/** @file A training that has ended stays so, whatever a program that was killed left behind. */
import { existsSync, mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { trainingFolder } from "../../../../../src-main/data/files/training-checkpoints";
import { insertTraining, readTraining, updateTraining } from "../../../../../src-main/data/store/trainings";
import { EventBus } from "../../../../../src-main/services/event-bus";
import type { OpenProject } from "../../../../../src-main/services/projects/open-project";
import { recoverTrainings } from "../../../../../src-main/services/trainings/recover-trainings";
import type { TrainingContext } from "../../../../../src-main/services/trainings/steer-training";
import { trainType } from "../../../../../src-main/services/trainings/train-job-type";
import { TORCHVISION_CARD } from "../../../../../src-main/data/models/card-presets";
import type { TrainingState } from "../../../../../src-shared/domain/training";
import { buildStore } from "../../../../builders/build-store";
import { buildTraining, TRAINING_ID } from "../../../../builders/build-training";

async function buildProject(state: TrainingState) {
  const { store, folder } = await buildStore();
  await insertTraining(store, buildTraining());
  await updateTraining(store, TRAINING_ID, { state });
  mkdirSync(trainingFolder(folder, TRAINING_ID), { recursive: true });
  const project: OpenProject = { folder, name: "Chest", createdAt: "", store, close: () => store.close() };
  // Nothing is queued here.
  const type = trainType({ events: new EventBus() } as unknown as TrainingContext);
  const card = { ...TORCHVISION_CARD, name: "Compact" };
  const input = { trainingId: TRAINING_ID, projectFolder: folder, modelFile: "small.pth", card };
  const read = async () => (await readTraining(store, TRAINING_ID))!.state;
  return { project, type, input, read, hasFiles: () => existsSync(trainingFolder(folder, TRAINING_ID)) };
}

test("a job whose end was not written down does not undo that of its training", async () => {
  const { project, type, input, read } = await buildProject("complete");
  await type.onStopped(project, input, "failed", "Overread was closed while it ran.");
  expect(await read()).toBe("complete");
  await expect(type.prepare(project, input)).rejects.toThrow("The training first is complete; nothing is left to do.");
});

test("a job that stopped before its end leaves a training that can go on", async () => {
  const { project, type, input, read } = await buildProject("running");
  await type.onStopped(project, input, "failed", "The disk is full.");
  expect(await read()).toBe("failed");
});

test.each([
  ["complete", "complete", false],
  ["running", "paused", true],
] as const)("checkpoints of one that is %s are left where it can go on alone", async (state, then, isLeft) => {
  const { project, read, hasFiles } = await buildProject(state);
  await recoverTrainings(project);
  expect(await read()).toBe(then);
  expect(hasFiles()).toBe(isLeft);
});
