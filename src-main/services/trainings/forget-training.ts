/** @file Removes a training with all that is kept of it; the model that it made stays. */
import type { TrainingId } from "../../../src-shared/domain/identifiers";
import { removeTrainingFiles } from "../../data/files/training-checkpoints";
import { updateSweepMember } from "../../data/store/sweeps";
import { removeTraining } from "../../data/store/trainings";
import type { OpenProject } from "../projects/open-project";
import { requireTraining, type TrainingContext } from "./steer-training";

/** With its checkpoints. A sweep that it is at work for begins the next one. */
export async function forgetTraining(
  { jobs, events }: TrainingContext,
  project: OpenProject,
  trainingId: TrainingId,
): Promise<void> {
  const { sweep } = await requireTraining(project, trainingId);
  if (sweep) await updateSweepMember(project.store, { sweepId: sweep.id, number: sweep.number }, { ended: "removed" });
  await jobs.stopAbout(project, trainingId);
  await removeTraining(project.store, trainingId);
  await removeTrainingFiles(project.folder, trainingId);
  events.publish({ kind: "trainings-changed", trainingId });
  if (sweep) events.publish({ kind: "sweeps-changed", sweepId: sweep.id });
}
