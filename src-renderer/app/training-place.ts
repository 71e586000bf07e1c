/** @file Which trainings are looked at, as the address names them. */
import { z } from "zod";
import { TrainingId } from "../../src-shared/domain/identifiers";
import { MOST_COMPARED, useTraining } from "../stores/training-store";

export const trainingPlaceFields = {
  /** The training that is watched, where it is not the newest. */
  training: TrainingId.optional().catch(undefined),
  /** Trainings that are laid over it, with commas between them. */
  over: z.preprocess(readList, z.array(TrainingId).max(MOST_COMPARED)).optional().catch(undefined),
  /** What the curves run along, where that is not the steps. */
  along: z.literal("epoch").optional().catch(undefined),
};

type TrainingPlace = z.infer<z.ZodObject<typeof trainingPlaceFields>>;

export function currentTrainingPlace(): TrainingPlace {
  const { watchedId, comparedIds, axis } = useTraining.getState();
  return {
    training: watchedId,
    ...(comparedIds.length > 0 && { over: [...comparedIds] }),
    ...(axis === "epoch" && { along: axis }),
  };
}

export function enterTrainingPlace({ training, over = [], along }: TrainingPlace): void {
  useTraining.getState().restore({ watchedId: training, comparedIds: over, axis: along ?? "step" });
}

function readList(text: unknown): unknown {
  return typeof text === "string" ? text.split(",").filter((part) => part !== "") : undefined;
}
