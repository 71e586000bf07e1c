/** @file Trainings: what they were begun with, where they stand, and what came of them. */
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelId, TrainingId } from "../../../src-shared/domain/identifiers";
import {
  Training,
  type TrainingEpoch,
  TrainingOrigin,
  type TrainingOutcome,
  type TrainingState,
} from "../../../src-shared/domain/training";
import type { TrainingsTable } from "./schema";
import type { ReadableStore, WritableStore } from "./store";
import { listTrainingEpochs, readTrainingEpochs } from "./training-figures";
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
  const epochs = await listTrainingEpochs(store);
  return rows.map((row) => trainingFrom(row, epochs.get(row.id) ?? []));
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
