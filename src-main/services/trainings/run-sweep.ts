/** @file Begins the trainings of a sweep one after another, and lets the whole pause, go on and end. */
import { randomUUID } from "node:crypto";
import { Failure, failureFrom } from "../../../src-shared/domain/failure";
import { type JobId, SweepId, type TrainingId } from "../../../src-shared/domain/identifiers";
import type { Sweep, SweepConfig, SweepMember } from "../../../src-shared/domain/sweep";
import { removeTrainingFiles } from "../../data/files/training-checkpoints";
import {
  insertSweep,
  listSweeps,
  readSweep,
  removeSweep,
  updateSweep,
  updateSweepMember,
} from "../../data/store/sweeps";
import { readTraining, removeTraining, updateTraining } from "../../data/store/trainings";
import { configAtPoint } from "../../detection/training/sweep-points";
import type { OpenProject } from "../projects/open-project";
import { planSweep } from "./plan-sweep";
import {
  beginTraining,
  pauseTraining,
  requireTraining,
  resumeTraining,
  stopTraining,
  type TrainingContext,
} from "./queue-training";
import { planTraining } from "./plan-training";

interface Begun {
  /** Absent where nothing was left that could be trained. */
  readonly jobId?: JobId;
}

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
    data: first.data,
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
  await change(context, project, id, { state: "paused", reason: null });
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
  await change(context, project, id, { state: "running", reason: null });
  return goOn(context, project, id);
}

/** The training at work registers its best model; none begins after it.
 * @throws {Failure} `conflict` when it has ended already */
export async function stopSweep(context: TrainingContext, project: OpenProject, sweep: Sweep): Promise<void> {
  const { id, name, state } = sweep;
  if (state === "complete" || state === "stopped") {
    throw new Failure("conflict", `The sweep ${name} is ${state} already.`);
  }
  await change(context, project, id, { state: "stopped", reason: null });
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

/** What the end of a training's job means for its sweep: one that was interrupted pauses it, every other end begins the
 * next training. */
export async function followTraining(
  context: TrainingContext,
  project: OpenProject,
  trainingId: TrainingId,
): Promise<void> {
  const training = await readTraining(project.store, trainingId);
  if (!training?.sweep) return;
  const { id, number } = training.sweep;
  const sweep = await readSweep(project.store, id);
  if (sweep?.state !== "running") return;
  const member = sweep.members.find((one) => one.number === number);
  if (member?.state === "paused") {
    const reason = training.reason ?? `Its training ${training.name} was paused.`;
    await change(context, project, id, { state: "paused", reason });
    return;
  }
  await goOn(context, project, id);
}

/** @throws {Failure} `not-found` */
export async function requireSweep(project: OpenProject, sweepId: SweepId): Promise<Sweep> {
  const sweep = await readSweep(project.store, sweepId);
  if (!sweep) throw new Failure("not-found", `The project ${project.name} has no sweep ${sweepId}.`);
  return sweep;
}

/** A sweep that says it runs was left behind when a program ended at once. */
export async function recoverSweeps(project: OpenProject): Promise<void> {
  for (const { id, state } of await listSweeps(project.store)) {
    if (state === "running") await updateSweep(project.store, id, { state: "paused", reason: LEFT_BEHIND });
  }
}

const LEFT_BEHIND = "Overread was closed while it ran.";

/** A member that cannot begin has failed, and the next one has its turn. */
async function goOn(context: TrainingContext, project: OpenProject, sweepId: SweepId): Promise<Begun> {
  for (;;) {
    const sweep = await readSweep(project.store, sweepId);
    if (sweep?.state !== "running") return {};
    const next = memberAtWork(sweep) ?? sweep.members.find(({ state }) => state === "waiting");
    if (!next) {
      await change(context, project, sweepId, { state: "complete", reason: null });
      return {};
    }
    try {
      const { jobId, trainingId } = await train(context, project, { sweep, member: next });
      await heedSince(context, project, { sweepId, trainingId });
      context.events.publish({ kind: "sweeps-changed", sweepId });
      return { jobId };
    } catch (thrown) {
      await failMember(context, project, { sweepId, member: next, reason: failureFrom(thrown).message });
    }
  }
}

async function train(
  context: TrainingContext,
  project: OpenProject,
  { sweep, member }: { readonly sweep: Sweep; readonly member: SweepMember },
): Promise<{ readonly jobId: JobId; readonly trainingId: TrainingId }> {
  const { trainingId } = member;
  if (trainingId) return { trainingId, jobId: await proceed(context, project, trainingId) };
  const config = configAtPoint(sweep.config, member.name, member.point);
  const planned = await planTraining(project, config);
  if (planned.data.sha256 !== sweep.data.sha256) {
    const sentence = `Images or boxes have changed since the sweep ${sweep.name} was begun; its trainings could not be compared.`;
    throw new Failure("conflict", sentence);
  }
  return beginTraining(context, project, {
    config,
    planned,
    onInserted: (inserted) =>
      updateSweepMember(project.store, { sweepId: sweep.id, number: member.number }, { trainingId: inserted }),
  });
}

/** A training that is asked to pause, but has not yet, is asked no more. */
async function proceed(context: TrainingContext, project: OpenProject, trainingId: TrainingId): Promise<JobId> {
  const training = await requireTraining(project, trainingId);
  const job = await context.jobs.findBySubject(project, "train", trainingId);
  const isAtWork = job && (job.current.state === "queued" || job.current.state === "running");
  if (!isAtWork) return (await resumeTraining(context, project, training)).jobId;
  await updateTraining(project.store, trainingId, { wish: null });
  return job.id;
}

/** A person may have paused, stopped or removed the sweep while its next training was made ready. */
async function heedSince(
  context: TrainingContext,
  project: OpenProject,
  { sweepId, trainingId }: { readonly sweepId: SweepId; readonly trainingId: TrainingId },
): Promise<void> {
  const sweep = await readSweep(project.store, sweepId);
  if (!sweep) return forgetTraining(context, project, trainingId);
  if (sweep.state === "running") return;
  const training = await requireTraining(project, trainingId);
  if (training.state !== "running") return;
  await (sweep.state === "paused" ? pauseTraining : stopTraining)(context, project, training);
}

async function failMember(
  { events }: TrainingContext,
  { store }: OpenProject,
  {
    sweepId,
    member: { number, trainingId },
    reason,
  }: { readonly sweepId: SweepId; readonly member: SweepMember; readonly reason: string },
): Promise<void> {
  if (trainingId === undefined) {
    await updateSweepMember(store, { sweepId, number }, { ended: "failed", reason });
    return;
  }
  await updateTraining(store, trainingId, { state: "failed", wish: null, reason });
  events.publish({ kind: "trainings-changed", trainingId });
}

function memberAtWork({ members }: Sweep): SweepMember | undefined {
  return members.find(({ state }) => state === "running" || state === "paused");
}

async function trainingAtWork(project: OpenProject, sweep: Sweep) {
  const trainingId = memberAtWork(sweep)?.trainingId;
  return trainingId && readTraining(project.store, trainingId);
}

async function change(
  { events }: TrainingContext,
  { store }: OpenProject,
  sweepId: SweepId,
  changed: Parameters<typeof updateSweep>[2],
): Promise<void> {
  await updateSweep(store, sweepId, changed);
  events.publish({ kind: "sweeps-changed", sweepId });
}
