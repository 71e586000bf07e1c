/** @file Begins a sweep, and lets the whole pause, go on, stop and be forgotten. */
import { randomUUID } from "node:crypto";
import { Failure } from "../../../src-shared/domain/failure";
import { SweepId } from "../../../src-shared/domain/identifiers";
import type { Sweep, SweepConfig } from "../../../src-shared/domain/sweep";
import { insertSweep, readSweep, removeSweep, updateSweep } from "../../data/store/sweeps";
import { readWish, updateTraining } from "../../data/store/trainings";
import type { OpenProject } from "../projects/open-project";
import { forgetTraining } from "./forget-training";
import { planSweep } from "./plan-sweep";
import { pauseTraining, stopTraining, type TrainingContext } from "./steer-training";
import { changeSweep, goOn, memberAtWork, trainingAtWork, type Begun } from "./run-sweep";

/** Fixes its trainings, and begins the first.
 * @throws {Failure} as `planSweep` */
export async function startSweep(
  context: TrainingContext,
  project: OpenProject,
  config: SweepConfig,
): Promise<Begun & { readonly sweepId: SweepId }> {
  const { first, members } = await planSweep(project, config);
  const id = SweepId.parse(randomUUID());
  await insertSweep(project.store, {
    id,
    createdAt: new Date().toISOString(),
    config,
    codeVersion: context.info.version,
    modelName: first.model.name,
    trainSplitName: first.set.trainSplit.name,
    validationSplitName: first.set.validationSplit.name,
    data: first.set.data,
    stepsPerEpoch: first.stepsPerEpoch,
    members,
  });
  return { sweepId: id, ...(await goOn(context, project, id)) };
}

/** The training at work pauses after its step; none begins after it.
 * @throws {Failure} `conflict` when the sweep does not run */
export async function pauseSweep(context: TrainingContext, project: OpenProject, sweep: Sweep): Promise<void> {
  const { id, name, state } = sweep;
  if (state !== "running")
    throw new Failure("conflict", `The sweep ${name} is ${state}; only a running one can pause.`);
  await changeSweep(context, project, id, { state: "paused", reason: null });
  const training = await trainingAtWork(project, sweep);
  if (training?.state === "running") await pauseTraining(context, project, training);
}

/** Goes on with the training that was interrupted, or begins the next.
 * @throws {Failure} `conflict` when it runs, or has ended */
export async function resumeSweep(context: TrainingContext, project: OpenProject, sweep: Sweep): Promise<Begun> {
  const { id, name, state } = sweep;
  if (state !== "paused") {
    const end = state === "running" ? "is at work already" : `is ${state}; nothing is left to do`;
    throw new Failure("conflict", `The sweep ${name} ${end}.`);
  }
  await changeSweep(context, project, id, { state: "running", reason: null });
  await takeBackPause(project, sweep);
  return goOn(context, project, id);
}

/** A training that was asked to pause, but has not yet, is asked no more. */
async function takeBackPause({ store }: OpenProject, sweep: Sweep): Promise<void> {
  const trainingId = memberAtWork(sweep)?.trainingId;
  if (trainingId && (await readWish(store, trainingId)) === "pause")
    await updateTraining(store, trainingId, { wish: null });
}

/** The training at work registers its best model; none begins after it.
 * @throws {Failure} `conflict` when it has ended already */
export async function stopSweep(context: TrainingContext, project: OpenProject, sweep: Sweep): Promise<void> {
  const { id, name, state } = sweep;
  if (state === "complete" || state === "stopped") {
    throw new Failure("conflict", `The sweep ${name} is ${state} already.`);
  }
  await changeSweep(context, project, id, { state: "stopped", reason: null });
  const training = await trainingAtWork(project, sweep);
  if (training) await stopTraining(context, project, training);
}

/** Its trainings go with it, the models that they made stay. */
export async function forgetSweep(
  context: TrainingContext,
  project: OpenProject,
  { id, members }: Sweep,
): Promise<void> {
  // Nothing may follow upon the end of the training at work.
  await updateSweep(project.store, id, { state: "stopped", reason: null });
  for (const { trainingId } of members) {
    if (trainingId) await forgetTraining(context, project, trainingId);
  }
  await removeSweep(project.store, id);
  context.events.publish({ kind: "sweeps-changed", sweepId: id });
}

/** @throws {Failure} `not-found` */
export async function requireSweep(project: OpenProject, sweepId: SweepId): Promise<Sweep> {
  const sweep = await readSweep(project.store, sweepId);
  if (!sweep) throw new Failure("not-found", `The project ${project.name} has no sweep ${sweepId}.`);
  return sweep;
}
