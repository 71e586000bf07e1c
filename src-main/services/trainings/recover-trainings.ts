/** @file Puts trainings and sweeps in order that a program left behind when it ended at once. */
import { removeTrainingFiles } from "../../data/files/training-checkpoints";
import { listSweeps, updateSweep } from "../../data/store/sweeps";
import { listTrainings, updateTraining } from "../../data/store/trainings";
import type { OpenProject } from "../projects/open-project";
import { isEnd } from "./steer-training";

const LEFT_BEHIND = "Overread was closed while it ran.";

/** What says that it runs though no job trains it can go on; a training that has ended needs its checkpoints no more. */
export async function recoverTrainings({ store, folder }: OpenProject): Promise<void> {
  for (const { id, state } of await listTrainings(store)) {
    if (isEnd(state)) await removeTrainingFiles(folder, id);
    if (state === "running") await updateTraining(store, id, { state: "paused", wish: null, reason: LEFT_BEHIND });
  }
  for (const { id, state } of await listSweeps(store)) {
    if (state === "running") await updateSweep(store, id, { state: "paused", reason: LEFT_BEHIND });
  }
}
