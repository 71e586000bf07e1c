/** @file Pausing a training, letting it go on, and ending it for good. */
import type { JSX } from "react";
import type { Training } from "../../../src-shared/domain/training";
import { client } from "../../client/client";
import { SteeringActions } from "./SteeringActions";

export function TrainingActions({ training }: { readonly training: Training }): JSX.Element | null {
  const { id: trainingId, name, state, epochsDone } = training;
  if (state === "complete" || state === "stopped") return null;
  const made =
    epochsDone > 0 ? "Its best epoch becomes a model." : "No epoch has been judged yet, so no model comes of it.";
  return (
    <SteeringActions
      kind="training"
      isRunning={state === "running"}
      onPause={() => client.training.pause({ trainingId })}
      onResume={() => client.training.resume({ trainingId })}
      onStop={() => client.training.stop({ trainingId })}
      stopTitle={`Stop ${name}?`}
      stopMeans={`A stopped training cannot go on; pause it for that. ${made}`}
    />
  );
}
