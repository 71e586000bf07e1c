/** @file Keeps a model that a training which can go on begins with. */
import { Failure } from "../../../src-shared/domain/failure";
import type { Model } from "../../../src-shared/domain/model";
import type { TrainingState } from "../../../src-shared/domain/training";
import { listTrainings } from "../../data/store/trainings";
import type { OpenProject } from "../projects/open-project";

const CAN_GO_ON = ["running", "paused", "failed"] as const satisfies readonly TrainingState[];

/** A training opens the file anew each time that it goes on, and when it registers what it has made.
 * @throws {Failure} `conflict` that names the training */
export async function refuseModelInTraining(
  { store }: OpenProject,
  { id, name }: Pick<Model, "id" | "name">,
): Promise<void> {
  const training = (await listTrainings(store)).find(({ config, state }) => {
    return config.modelId === id && CAN_GO_ON.some((one) => one === state);
  });
  if (!training) return;
  const sentence = `The training ${training.name}, which is ${training.state}, begins with ${name}; stop or remove it first.`;
  throw new Failure("conflict", sentence);
}
