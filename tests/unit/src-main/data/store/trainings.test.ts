/** @file A training is kept with every step and every judged epoch; what came after a checkpoint can be taken back. */
import { expect, test } from "vitest";
import { insertModel, removeModel } from "../../../../../src-main/data/store/models";
import {
  readTrainingEpochs,
  readTrainingSteps,
  rewindTraining,
  upsertTrainingEpoch,
  upsertTrainingSteps,
} from "../../../../../src-main/data/store/training-figures";
import {
  insertTraining,
  listTrainings,
  readTraining,
  readWish,
  removeTraining,
  updateTraining,
} from "../../../../../src-main/data/store/trainings";
import { TrainingId } from "../../../../../src-shared/domain/identifiers";
import { buildModel, buildStore } from "../../../../builders/build-store";
import {
  buildTraining,
  buildTrainingConfig,
  buildTrainingEpoch,
  buildTrainingStep,
  TRAINING_ID,
} from "../../../../builders/build-training";

const ALL = { afterStep: 0, limit: 100 };

async function buildTrainedStore() {
  const { store } = await buildStore();
  await insertTraining(store, buildTraining());
  return store;
}

test("a new training runs, has done nothing, and keeps what it was made with", async () => {
  const store = await buildTrainedStore();
  expect(await readTraining(store, TRAINING_ID)).toStrictEqual({
    ...buildTraining(),
    name: "first",
    state: "running",
    stepsDone: 0,
    epochsDone: 0,
    seconds: 0,
  });
});

test("two trainings of one name are refused, and others stand newest first", async () => {
  const store = await buildTrainedStore();
  const other = TrainingId.parse("training-2");
  const again = insertTraining(store, buildTraining({ id: other }));
  await expect(again).rejects.toThrow(
    "This project has a training named first already; a name of its own was expected.",
  );
  await insertTraining(store, buildTraining({ id: other, config: buildTrainingConfig({ name: "second" }) }));
  expect((await listTrainings(store)).map(({ name }) => name)).toEqual(["second", "first"]);
});

test("steps and epochs are read back as they were written, and the best epoch stands with the training", async () => {
  const store = await buildTrainedStore();
  const steps = [1, 2, 3, 4].map((step) => buildTrainingStep(step));
  const epochs = [buildTrainingEpoch(0), buildTrainingEpoch(1), buildTrainingEpoch(2, { isBest: false })];
  await upsertTrainingSteps(store, TRAINING_ID, steps);
  for (const epoch of epochs) await upsertTrainingEpoch(store, TRAINING_ID, epoch);

  expect(await readTrainingSteps(store, TRAINING_ID, ALL)).toStrictEqual(steps);
  expect(await readTrainingSteps(store, TRAINING_ID, { afterStep: 1, limit: 2 })).toStrictEqual(steps.slice(1, 3));
  expect(await readTrainingEpochs(store, TRAINING_ID)).toStrictEqual(epochs);
  expect(await readTraining(store, TRAINING_ID)).toMatchObject({
    stepsDone: 4,
    epochsDone: 2,
    bestEpoch: 1,
    bestAp: 0.1,
  });
  expect((await listTrainings(store))[0]).toStrictEqual(await readTraining(store, TRAINING_ID));
});

test("a step that is computed again takes the place of the one before", async () => {
  const store = await buildTrainedStore();
  await upsertTrainingSteps(store, TRAINING_ID, [buildTrainingStep(1), buildTrainingStep(2)]);
  const again = buildTrainingStep(2, { seconds: 9 });
  await upsertTrainingSteps(store, TRAINING_ID, [again]);
  expect(await readTrainingSteps(store, TRAINING_ID, ALL)).toStrictEqual([buildTrainingStep(1), again]);
});

test("going back to a checkpoint forgets the steps and epochs after it", async () => {
  const store = await buildTrainedStore();
  await upsertTrainingSteps(
    store,
    TRAINING_ID,
    [1, 2, 3, 4].map((step) => buildTrainingStep(step)),
  );
  for (const epoch of [1, 2]) await upsertTrainingEpoch(store, TRAINING_ID, buildTrainingEpoch(epoch));

  await rewindTraining(store, TRAINING_ID, 3);

  expect((await readTrainingSteps(store, TRAINING_ID, ALL)).map(({ step }) => step)).toEqual([1, 2, 3]);
  expect((await readTrainingEpochs(store, TRAINING_ID)).map(({ epoch }) => epoch)).toEqual([1]);
  expect(await readTraining(store, TRAINING_ID)).toMatchObject({ stepsDone: 3, epochsDone: 1, bestEpoch: 1 });
});

test("a wish is read until it is taken away", async () => {
  const store = await buildTrainedStore();
  expect(await readWish(store, TRAINING_ID)).toBeNull();
  await updateTraining(store, TRAINING_ID, { wish: "pause" });
  expect(await readWish(store, TRAINING_ID)).toBe("pause");
  await updateTraining(store, TRAINING_ID, { wish: null, state: "paused", reason: "Paused by the reader." });
  expect(await readWish(store, TRAINING_ID)).toBeNull();
  expect(await readTraining(store, TRAINING_ID)).toMatchObject({ state: "paused", reason: "Paused by the reader." });
});

test("a training outlives the model that it made", async () => {
  const store = await buildTrainedStore();
  const model = buildModel();
  await insertModel(store, model);
  await updateTraining(store, TRAINING_ID, { madeModelId: model.id, state: "complete" });
  expect(await readTraining(store, TRAINING_ID)).toMatchObject({ madeModelId: model.id });
  await removeModel(store, model.id);
  expect(await readTraining(store, TRAINING_ID)).not.toHaveProperty("madeModelId");
});

test("what a worker still sends of a removed training is let go", async () => {
  const store = await buildTrainedStore();
  await upsertTrainingSteps(store, TRAINING_ID, [buildTrainingStep(1)]);
  await removeTraining(store, TRAINING_ID);
  await upsertTrainingSteps(store, TRAINING_ID, [buildTrainingStep(2)]);
  await upsertTrainingEpoch(store, TRAINING_ID, buildTrainingEpoch(1));
  expect(await readTrainingSteps(store, TRAINING_ID, ALL)).toEqual([]);
  expect(await readTrainingEpochs(store, TRAINING_ID)).toEqual([]);
  expect(await listTrainings(store)).toEqual([]);
});
