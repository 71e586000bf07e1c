/** @file What of a network that is open for learning is handed to whoever trains it. */
import type { OpenTrainer } from "./trainer";
import type { TrainingState } from "./training-state";

interface LearningNetwork extends Pick<OpenTrainer, "step" | "restore" | "release"> {
  readonly state: Pick<TrainingState, "snapshot">;
}

export function handOut(network: LearningNetwork): OpenTrainer {
  return {
    step: async (images, place) => network.step(images, place),
    snapshot: async () => network.state.snapshot(),
    restore: async (state) => network.restore(state),
    release: async () => network.release(),
  };
}
