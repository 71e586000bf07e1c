/** @file What a training would be: its model, its data and its length, or one sentence that says why it cannot be. */
import { resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { TrainingConfig } from "../../../src-shared/domain/training";
import { readModel, type StoredModel } from "../../data/store/models";
import { sizeOfEpoch } from "../../jobs/trainers/batches/epoch-images";
import { notesOnNegatives } from "../../jobs/trainings/notes-on-negatives";
import { requireLearnable } from "../../jobs/trainings/require-learnable";
import { requireTrainable } from "../../jobs/trainings/require-trainable";
import { readTrainingSet } from "../../jobs/trainings/read-training-set";
import type { TrainingSet } from "../../jobs/trainings/training-set";
import type { OpenProject } from "../projects/open-project";

export interface PlannedTraining {
  readonly model: StoredModel;
  readonly set: TrainingSet;
  readonly stepsPerEpoch: number;
  /** Those of the set, and those on what an epoch shows of it. */
  readonly notes: readonly string[];
}

/** @throws {Failure} in one sentence about the model, the splits, the layer or the boxes */
export async function planTraining(project: OpenProject, config: TrainingConfig): Promise<PlannedTraining> {
  const model = await readModel(project.store, config.modelId);
  if (!model) throw new Failure("not-found", `The project ${project.name} has no model ${config.modelId}.`);
  const { card } = model;
  const architecture = await requireTrainable({ file: resolve(project.folder, model.file), card }, config);
  const set = await readTrainingSet(project.store, config, card.labels);
  requireLearnable(set, { card, architecture }, config);
  const { stepsPerEpoch } = sizeOfEpoch(set, config);
  return { model, set, stepsPerEpoch, notes: [...set.notes, ...notesOnNegatives(set, config)] };
}
