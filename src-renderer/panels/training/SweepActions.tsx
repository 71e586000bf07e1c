/** @file Pausing a sweep, letting it go on, and ending it for good. */
import type { JSX } from "react";
import type { Sweep } from "../../../src-shared/domain/sweep";
import { client } from "../../client/client";
import { SteeringActions } from "./SteeringActions";

export function SweepActions({ sweep }: { readonly sweep: Sweep }): JSX.Element | null {
  const { id: sweepId, name, state } = sweep;
  if (state === "complete" || state === "stopped") return null;
  return (
    <SteeringActions
      kind="sweep"
      isRunning={state === "running"}
      onPause={() => client.sweeps.pause({ sweepId })}
      onResume={() => client.sweeps.resume({ sweepId })}
      onStop={() => client.sweeps.stop({ sweepId })}
      stopTitle={`Stop the sweep ${name}?`}
      stopMeans="A stopped sweep cannot go on; pause it for that. The training at work ends with its best epoch as a model, and those that wait are left out."
    />
  );
}
