/** @file What a training hands to the back end while it runs, and how that is written. */
import { z } from "zod";
import { ExecutionProvider } from "../../../src-shared/domain/device";
import { ModelId, TrainingId } from "../../../src-shared/domain/identifiers";
import { Model } from "../../../src-shared/domain/model";
import { Training, TrainingEpoch, TrainingOutcome, TrainingStep } from "../../../src-shared/domain/training";
import { unreachable } from "../../../src-shared/domain/unreachable";
import { insertModel } from "../../data/store/models";
import type { WritableStore } from "../../data/store/store";
import { rewindTraining, upsertTrainingEpoch, upsertTrainingSteps } from "../../data/store/training-figures";
import { updateTraining } from "../../data/store/trainings";

const Seconds = z.number().nonnegative();

export const TrainingBatch = z.discriminatedUnion("kind", [
  /** The training stands at a checkpoint again; `steps` are those that the checkpoint knows of. */
  z.object({
    kind: z.literal("placed"),
    trainingId: TrainingId,
    step: z.int().nonnegative(),
    seconds: Seconds,
    steps: z.array(TrainingStep),
  }),
  z.object({
    kind: z.literal("steps"),
    trainingId: TrainingId,
    provider: ExecutionProvider,
    seconds: Seconds,
    steps: z.array(TrainingStep).min(1),
  }),
  z.object({ kind: z.literal("epoch"), trainingId: TrainingId, epoch: TrainingEpoch }),
  z.object({
    kind: z.literal("made"),
    trainingId: TrainingId,
    modelId: ModelId,
    /** Absent where the project has the very same weights already. */
    model: Model.extend({ file: z.string().min(1) }).optional(),
    outcome: TrainingOutcome.optional(),
    bestIntervals: Training.shape.bestIntervals,
  }),
]);
export type TrainingBatch = z.infer<typeof TrainingBatch>;

export async function writeTraining(store: WritableStore, batch: TrainingBatch): Promise<void> {
  const { trainingId } = batch;
  switch (batch.kind) {
    case "placed":
      await rewindTraining(store, trainingId, batch.step);
      await upsertTrainingSteps(store, trainingId, batch.steps);
      return updateTraining(store, trainingId, { seconds: batch.seconds });
    case "steps":
      await upsertTrainingSteps(store, trainingId, batch.steps);
      return updateTraining(store, trainingId, { provider: batch.provider, seconds: batch.seconds });
    case "epoch":
      return upsertTrainingEpoch(store, trainingId, batch.epoch);
    case "made": {
      const { model, modelId, outcome, bestIntervals } = batch;
      if (model) await insertModel(store, model);
      return updateTraining(store, trainingId, {
        madeModelId: modelId,
        ...(outcome && { outcome }),
        ...(bestIntervals && { bestIntervals }),
      });
    }
    default:
      return unreachable(batch);
  }
}
