/** @file A sweep is kept with its members, and reads their trainings as they stand. */
import { expect, test } from "vitest";
import {
  insertSweep,
  listSweeps,
  readSweep,
  removeSweep,
  updateSweep,
  updateSweepMember,
} from "../../../../../src-main/data/store/sweeps";
import { upsertTrainingEpoch, upsertTrainingSteps } from "../../../../../src-main/data/store/training-figures";
import {
  insertTraining,
  listTrainings,
  readTraining,
  removeTraining,
  updateTraining,
} from "../../../../../src-main/data/store/trainings";
import { SweepId } from "../../../../../src-shared/domain/identifiers";
import { buildStore } from "../../../../builders/build-store";
import { buildSweep, buildSweepConfig, SWEEP_ID } from "../../../../builders/build-sweep";
import { buildTraining, buildTrainingEpoch, buildTrainingStep, TRAINING_ID } from "../../../../builders/build-training";

const FIRST = { sweepId: SWEEP_ID, number: 1 };

async function buildSweptStore() {
  const { store } = await buildStore();
  await insertSweep(store, buildSweep());
  return store;
}

test("a new sweep runs, and its members wait", async () => {
  const store = await buildSweptStore();
  const { stepsPerEpoch: _steps, members, ...fixed } = buildSweep();
  const waiting = { state: "waiting", stepsDone: 0, stepsTotal: 10, epochsDone: 0, seconds: 0 };
  expect(await readSweep(store, SWEEP_ID)).toStrictEqual({
    ...fixed,
    name: "rates",
    state: "running",
    members: members.map((member, index) => ({ number: index + 1, ...member, ...waiting })),
  });
});

test("two sweeps of one name are refused, and others stand newest first", async () => {
  const store = await buildSweptStore();
  const id = SweepId.parse("sweep-2");
  await expect(insertSweep(store, buildSweep({ id }))).rejects.toThrow(
    "This project has a sweep named rates already; a name of its own was expected.",
  );
  await insertSweep(store, buildSweep({ id, config: buildSweepConfig({ name: "others" }) }));
  expect((await listSweeps(store)).map(({ name }) => name)).toEqual(["others", "rates"]);
});

test("a member has the figures of its training's best epoch, and the training knows its sweep", async () => {
  const store = await buildSweptStore();
  await insertTraining(store, buildTraining());
  await updateSweepMember(store, FIRST, { trainingId: TRAINING_ID });
  await upsertTrainingSteps(store, TRAINING_ID, [buildTrainingStep(1), buildTrainingStep(2)]);
  for (const epoch of [buildTrainingEpoch(0), buildTrainingEpoch(1), buildTrainingEpoch(2, { isBest: false })]) {
    await upsertTrainingEpoch(store, TRAINING_ID, epoch);
  }
  const bestIntervals = { AP: { low: 0.05, high: 0.2 } };
  await updateTraining(store, TRAINING_ID, { state: "complete", seconds: 4, bestIntervals });

  expect((await readSweep(store, SWEEP_ID))!.members[0]).toMatchObject({
    trainingId: TRAINING_ID,
    state: "complete",
    stepsDone: 2,
    epochsDone: 2,
    seconds: 4,
    bestEpoch: 1,
    AP: 0.1,
    AP50: 0.2,
    intervals: bestIntervals,
  });
  expect(await readTraining(store, TRAINING_ID)).toMatchObject({ sweep: { id: SWEEP_ID, number: 1 }, bestIntervals });
});

test("a member has the figures of what it began with, and how sure the difference is once it has ended", async () => {
  const store = await buildSweptStore();
  await insertTraining(store, buildTraining());
  await updateSweepMember(store, FIRST, { trainingId: TRAINING_ID });
  const readMember = async () => (await readSweep(store, SWEEP_ID))!.members[0]!;
  expect(await readMember()).not.toHaveProperty("start");

  await upsertTrainingEpoch(store, TRAINING_ID, buildTrainingEpoch(0, { validation: { AP: 0.02, AP50: 0.05 } }));
  const judged = await readMember();
  expect(judged.start).toEqual({ AP: 0.02, AP50: 0.05 });
  expect(judged).not.toHaveProperty("differences");

  const ofStart = { low: 0.01, high: 0.03 };
  const difference = { low: -0.01, high: 0.2 };
  const outcome = { scoreThreshold: 0.3, iouThreshold: 0.5, changed: [] };
  const figures = [{ figure: "AP" as const, left: 0.02, right: 0.1, leftInterval: ofStart, interval: difference }];
  await updateTraining(store, TRAINING_ID, { state: "complete", outcome: { ...outcome, figures } });
  expect(await readMember()).toMatchObject({
    start: { AP: 0.02, AP50: 0.05, intervals: { AP: ofStart } },
    differences: { AP: difference },
  });

  // As an earlier version wrote it.
  await updateTraining(store, TRAINING_ID, { outcome });
  expect((await readMember()).start).toEqual({ AP: 0.02, AP50: 0.05 });
});

test("a member whose training was removed says so, one that could not begin says why, and one that never began was left out", async () => {
  const store = await buildSweptStore();
  await insertTraining(store, buildTraining());
  await updateSweepMember(store, FIRST, { trainingId: TRAINING_ID });
  await updateSweepMember(store, FIRST, { ended: "removed" });
  await removeTraining(store, TRAINING_ID);
  const statesOf = async () => (await readSweep(store, SWEEP_ID))!.members.map(({ state, reason }) => [state, reason]);
  expect(await statesOf()).toEqual([["removed", undefined], ["waiting", undefined]]); // prettier-ignore
  await updateSweep(store, SWEEP_ID, { state: "stopped", reason: null });
  expect(await statesOf()).toEqual([["removed", undefined], ["left-out", undefined]]); // prettier-ignore
  await updateSweepMember(store, { ...FIRST, number: 2 }, { ended: "failed", reason: "No model." });
  expect((await statesOf())[1]).toEqual(["failed", "No model."]);
});

test("a removed sweep leaves its trainings", async () => {
  const store = await buildSweptStore();
  await insertTraining(store, buildTraining());
  await updateSweepMember(store, FIRST, { trainingId: TRAINING_ID });
  await removeSweep(store, SWEEP_ID);
  expect(await listSweeps(store)).toEqual([]);
  expect((await listTrainings(store))[0]).not.toHaveProperty("sweep");
});
