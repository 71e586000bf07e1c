/** @file The figures of trainings: those of their steps, and those of their judged epochs. */
import type { TrainingId } from "../../../src-shared/domain/identifiers";
import { TrainingEpoch, TrainingStep } from "../../../src-shared/domain/training";
import { inChunks } from "./in-chunks";
import type { ReadableStore, WritableStore } from "./store";

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

/** Of all trainings that have any; oldest first. */
export async function listTrainingEpochs({
  database,
}: Pick<ReadableStore, "database">): Promise<ReadonlyMap<string, readonly TrainingEpoch[]>> {
  const rows = await database.selectFrom("training_epochs").selectAll().orderBy("epoch").execute();
  const epochs = new Map<string, TrainingEpoch[]>();
  for (const row of rows) {
    const known = epochs.get(row.training_id) ?? [];
    epochs.set(row.training_id, known);
    known.push(epochFrom(row));
  }
  return epochs;
}

async function isThere(store: ReadableStore, trainingId: TrainingId): Promise<boolean> {
  const row = await store.database.selectFrom("trainings").select("id").where("id", "=", trainingId).executeTakeFirst();
  return row !== undefined;
}

function epochFrom({ result }: { readonly result: string }): TrainingEpoch {
  return TrainingEpoch.parse(JSON.parse(result));
}
