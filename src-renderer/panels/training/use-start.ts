/** @file What a training or a sweep would be, whether it can begin, and beginning it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import type { SweepConfig } from "../../../src-shared/domain/sweep";
import type { TrainingConfig, TrainingData } from "../../../src-shared/domain/training";
import { client } from "../../client/client";
import { queries } from "../../stores/queries";
import { useTraining } from "../../stores/training-store";
import { type SweepDraft, sweepConfigOf } from "./sweep-draft";

export interface StartPlan {
  readonly data: TrainingData;
  readonly stepsPerEpoch: number;
  readonly notes: readonly string[];
}

export interface Start {
  /** Of one training with the settings as they stand. */
  readonly plan: StartPlan | undefined;
  /** The plan is still that of the settings before. */
  readonly isSettling: boolean;
  /** Of the sweep, where there is to be one. */
  readonly sweepPlan: { readonly members: readonly unknown[]; readonly stepsTotal: number } | undefined;
  /** Null where it can begin. */
  readonly planError: unknown;
  readonly startError: unknown;
  readonly isReady: boolean;
  readonly isPending: boolean;
  readonly begin: (onBegun: () => void) => void;
}

export interface StartDrafts {
  /** Undefined until it is complete. */
  readonly config: TrainingConfig | undefined;
  readonly sweep: SweepDraft;
}

export function useStart({ config, sweep }: StartDrafts): Start {
  const isSweep = sweep.kind !== "off";
  const sweepConfig = sweepConfigOf(config, sweep);
  const plan = useQuery(queries.trainingPlan(config));
  const sweepPlan = useQuery(queries.sweepPlan(sweepConfig));
  const train = useMutation({ mutationFn: beginTraining });
  const search = useMutation({ mutationFn: beginSweep });
  const planError = (config && plan.error) ?? (sweepConfig ? sweepPlan.error : null);
  return {
    plan: config && plan.data,
    isSettling: plan.isPlaceholderData || (isSweep && sweepPlan.isPlaceholderData),
    sweepPlan: sweepConfig && sweepPlan.data,
    planError,
    startError: train.error ?? search.error,
    isReady: planError === null && (isSweep ? sweepConfig : config) !== undefined,
    isPending: train.isPending || search.isPending,
    begin: (onSuccess) => {
      if (!isSweep && config) train.mutate(config, { onSuccess });
      if (isSweep && sweepConfig) search.mutate(sweepConfig, { onSuccess });
    },
  };
}

async function beginTraining(config: TrainingConfig): Promise<void> {
  const { trainingId } = await client.training.start(config);
  useTraining.getState().watch(trainingId);
}

/** Each training that begins is the newest, and watched as that. */
async function beginSweep(config: SweepConfig): Promise<void> {
  await client.sweeps.start(config);
  useTraining.getState().watch(undefined);
}
