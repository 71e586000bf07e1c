/** @file Keeps a model that a training or a sweep which can go on begins with. */
import { Failure } from "../../../src-shared/domain/failure";
import type { Model } from "../../../src-shared/domain/model";
import type { TrainingState } from "../../../src-shared/domain/training";
import { listSweeps } from "../../data/store/sweeps";
import { listTrainings } from "../../data/store/trainings";
import type { OpenProject } from "../projects/open-project";

const CAN_GO_ON = ["running", "paused", "failed"] as const satisfies readonly TrainingState[];

/** A training opens the file anew each time that it goes on, and when it registers what it has made; a sweep has more
 * trainings to begin.
 * @throws {Failure} `conflict` that names the training or the sweep */
export async function refuseModelInTraining(
  { store }: OpenProject,
  { id, name }: Pick<Model, "id" | "name">,
): Promise<void> {
  const sweep = (await listSweeps(store)).find(({ config, state }) => {
    return config.base.modelId === id && (state === "running" || state === "paused");
  });
  if (sweep) throw inUse(`The sweep ${sweep.name}, which is ${sweep.state}`, name);
  const training = (await listTrainings(store)).find(({ config, state }) => {
    return config.modelId === id && CAN_GO_ON.some((one) => one === state);
  });
  if (training) throw inUse(`The training ${training.name}, which is ${training.state}`, name);
}

function inUse(by: string, model: string): Failure {
  return new Failure("conflict", `${by}, begins with ${model}; stop or remove it first.`);
}
