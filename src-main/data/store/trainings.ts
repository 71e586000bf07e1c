/** @file Trainings with the figures of their steps and of their judged epochs. */
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelId, TrainingId } from "../../../src-shared/domain/identifiers";
import {
  Training,
  TrainingEpoch,
  TrainingOrigin,
  type TrainingOutcome,
  TrainingStep,
  type TrainingState,
} from "../../../src-shared/domain/training";
import { inChunks } from "./in-chunks";
import type { TrainingsTable } from "./schema";
import type { ReadableStore, WritableStore } from "./store";
import { withoutNulls } from "./without-nulls";

/** What is fixed when a training is made. */
const TrainingPlan = TrainingOrigin.extend(Training.pick({ config: true, stepsPerEpoch: true }).shape);
export type NewTraining = Pick<Training, "id" | "createdAt" | keyof typeof TrainingPlan.shape>;

/** It begins as running, under the name of its configuration.
 * @throws {Failure} `conflict` when a training has the name already. */
export async function insertTraining(store: WritableStore, training: NewTraining): Promise<void> {
  const { id, createdAt, config } = training;
  await store.transaction(async ({ database }) => {
    await requireFreeName({ database }, config.name);
    const plan = JSON.stringify(TrainingPlan.parse(training));
    await database
      .insertInto("trainings")
      .values({ id, name: config.name, state: "running", created_at: createdAt, plan })
      .execute();
  });
}

/** @throws {Failure} `conflict` when a training has the name already. */
export async function requireFreeName({ database }: Pick<ReadableStore, "database">, name: string): Promise<void> {
  const namesake = await database.selectFrom("trainings").select("id").where("name", "=", name).executeTakeFirst();
  if (!namesake) return;
  const sentence = `This project has a training named ${name} already; a name of its own was expected.`;
  throw new Failure("conflict", sentence);
}

/** What is null is taken away. */
export interface TrainingChange {
  readonly state?: TrainingState;
  readonly wish?: TrainingsTable["wish"];
  readonly provider?: ExecutionProvider;
  readonly seconds?: number;
  readonly madeModelId?: ModelId;
  readonly reason?: string | null;
  readonly outcome?: TrainingOutcome;
  readonly bestIntervals?: Training["bestIntervals"];
}

export async function updateTraining(
  store: WritableStore,
  trainingId: TrainingId,
  { madeModelId, outcome, bestIntervals, ...change }: TrainingChange,
): Promise<void> {
  const columns = {
    ...change,
    ...(madeModelId !== undefined && { made_model_id: madeModelId }),
    ...(outcome && { outcome: JSON.stringify(outcome) }),
    ...(bestIntervals && { intervals: JSON.stringify(bestIntervals) }),
  };
  if (Object.keys(columns).length === 0) return;
  await store.database.updateTable("trainings").set(columns).where("id", "=", trainingId).execute();
}

/** What was asked of the worker; nothing of a training that was removed. */
export async function readWish(store: ReadableStore, trainingId: TrainingId): Promise<TrainingsTable["wish"]> {
  const row = await store.database
    .selectFrom("trainings")
    .select("wish")
    .where("id", "=", trainingId)
    .executeTakeFirst();
  return row?.wish ?? null;
}

export async function readTraining(store: ReadableStore, trainingId: TrainingId): Promise<Training | undefined> {
  const row = await selectTrainings(store).where("trainings.id", "=", trainingId).executeTakeFirst();
  return row && trainingFrom(row, await readTrainingEpochs(store, trainingId));
}

/** Newest first. */
export async function listTrainings(store: ReadableStore): Promise<Training[]> {
  const rows = await selectTrainings(store).orderBy("trainings.number", "desc").execute();
  const epochs = await store.database.selectFrom("training_epochs").selectAll().orderBy("epoch").execute();
  return rows.map((row) => {
    const ofTraining = epochs.filter(({ training_id: trainingId }) => trainingId === row.id);
    return trainingFrom(row, ofTraining.map(epochFrom));
  });
}

/** With their places in sweeps. */
function selectTrainings(store: ReadableStore) {
  return store.database
    .selectFrom("trainings")
    .leftJoin("sweep_members", "sweep_members.training_id", "trainings.id")
    .selectAll("trainings")
    .select(["sweep_members.sweep_id", "sweep_members.number as member_number"]);
}

/** Its figures go with it; its checkpoints are files beside the database. */
export async function removeTraining(store: WritableStore, trainingId: TrainingId): Promise<void> {
  await store.database.deleteFrom("trainings").where("id", "=", trainingId).execute();
}

/** A step that is written again takes the place of the one before. A training that was removed meanwhile takes its
 * steps with it. */
export async function upsertTrainingSteps(
  store: WritableStore,
  trainingId: TrainingId,
  steps: readonly TrainingStep[],
): Promise<void> {
  const last = steps.at(-1);
  if (!last) return;
  await store.transaction(async (inner) => {
    if (!(await isThere(inner, trainingId))) return;
    const rows = steps.map((step) => ({
      training_id: trainingId,
      step: step.step,
      result: JSON.stringify(TrainingStep.parse(step)),
    }));
    for (const chunk of inChunks(rows)) {
      await inner.database
        .insertInto("training_steps")
        .values(chunk)
        .onConflict((conflict) =>
          conflict
            .columns(["training_id", "step"])
            .doUpdateSet({ result: (expression) => expression.ref("excluded.result") }),
        )
        .execute();
    }
    await inner.database.updateTable("trainings").set({ steps_done: last.step }).where("id", "=", trainingId).execute();
  });
}

/** Forgets what came after a step, which will be computed again. */
export async function rewindTraining(store: WritableStore, trainingId: TrainingId, step: number): Promise<void> {
  await store.transaction(async ({ database }) => {
    for (const table of ["training_steps", "training_epochs"] as const) {
      await database.deleteFrom(table).where("training_id", "=", trainingId).where("step", ">", step).execute();
    }
    await database.updateTable("trainings").set({ steps_done: step }).where("id", "=", trainingId).execute();
  });
}

/** After a step, oldest first. */
export async function readTrainingSteps(
  store: ReadableStore,
  trainingId: TrainingId,
  { afterStep, limit }: { readonly afterStep: number; readonly limit: number },
): Promise<TrainingStep[]> {
  const rows = await store.database
    .selectFrom("training_steps")
    .select("result")
    .where("training_id", "=", trainingId)
    .where("step", ">", afterStep)
    .orderBy("step")
    .limit(limit)
    .execute();
  return rows.map(({ result }) => TrainingStep.parse(JSON.parse(result)));
}

/** Takes the place of an earlier judgement of the same epoch. */
export async function upsertTrainingEpoch(
  store: WritableStore,
  trainingId: TrainingId,
  epoch: TrainingEpoch,
): Promise<void> {
  const written = { step: epoch.step, result: JSON.stringify(TrainingEpoch.parse(epoch)) };
  await store.transaction(async (inner) => {
    if (!(await isThere(inner, trainingId))) return;
    await inner.database
      .insertInto("training_epochs")
      .values({ training_id: trainingId, epoch: epoch.epoch, ...written })
      .onConflict((conflict) => conflict.columns(["training_id", "epoch"]).doUpdateSet(written))
      .execute();
  });
}

/** Oldest first; epoch 0 is the model to begin with. */
export async function readTrainingEpochs(store: ReadableStore, trainingId: TrainingId): Promise<TrainingEpoch[]> {
  const rows = await store.database
    .selectFrom("training_epochs")
    .select("result")
    .where("training_id", "=", trainingId)
    .orderBy("epoch")
    .execute();
  return rows.map(epochFrom);
}

async function isThere(store: ReadableStore, trainingId: TrainingId): Promise<boolean> {
  const row = await store.database.selectFrom("trainings").select("id").where("id", "=", trainingId).executeTakeFirst();
  return row !== undefined;
}

function epochFrom({ result }: { readonly result: string }): TrainingEpoch {
  return TrainingEpoch.parse(JSON.parse(result));
}

interface TrainingRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly created_at: string;
  readonly plan: string;
  readonly provider: string | null;
  readonly steps_done: number;
  readonly seconds: number;
  readonly made_model_id: string | null;
  readonly reason: string | null;
  readonly outcome: string | null;
  readonly intervals: string | null;
  readonly sweep_id: string | null;
  readonly member_number: number | null;
}

function trainingFrom(row: TrainingRow, epochs: readonly TrainingEpoch[]): Training {
  const { id, name, state, seconds, provider, reason } = row;
  const best = epochs.findLast(({ isBest }) => isBest);
  return Training.parse({
    ...withoutNulls({ id, name, state, seconds, provider, reason, madeModelId: row.made_model_id }),
    ...TrainingPlan.parse(JSON.parse(row.plan)),
    createdAt: row.created_at,
    stepsDone: row.steps_done,
    epochsDone: epochs.at(-1)?.epoch ?? 0,
    ...(row.outcome !== null && { outcome: JSON.parse(row.outcome) }),
    ...(row.intervals !== null && { bestIntervals: JSON.parse(row.intervals) }),
    ...(row.sweep_id !== null && { sweep: { id: row.sweep_id, number: row.member_number } }),
    ...(best && { bestEpoch: best.epoch, bestAp: best.validation.AP }),
  });
}
