/** @file Begins the trainings of a sweep one after another. */
import { Failure, failureFrom } from "../../../src-shared/domain/failure";
import type { JobId, SweepId, TrainingId } from "../../../src-shared/domain/identifiers";
import type { Sweep, SweepMember } from "../../../src-shared/domain/sweep";
import { readSweep, updateSweep, updateSweepMember } from "../../data/store/sweeps";
import { readTraining, updateTraining } from "../../data/store/trainings";
import { configAtPoint } from "../../detection/training/sweep-points";
import type { OpenProject } from "../projects/open-project";
import { forgetTraining } from "./forget-training";
import {
  beginTraining,
  pauseTraining,
  requireTraining,
  resumeTraining,
  stopTraining,
  type TrainingContext,
} from "./steer-training";
import { planTraining } from "./plan-training";

export interface Begun {
  /** Absent where nothing was left that could be trained. */
  readonly jobId?: JobId;
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
    await changeSweep(context, project, id, { state: "paused", reason });
    return;
  }
  await goOn(context, project, id);
}

/** A member that cannot begin has failed, and the next one has its turn. */
export async function goOn(context: TrainingContext, project: OpenProject, sweepId: SweepId): Promise<Begun> {
  for (;;) {
    const sweep = await readSweep(project.store, sweepId);
    if (sweep?.state !== "running") return {};
    const next = memberAtWork(sweep) ?? sweep.members.find(({ state }) => state === "waiting");
    if (!next) {
      await changeSweep(context, project, sweepId, { state: "complete", reason: null });
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
  if (planned.set.data.sha256 !== sweep.data.sha256) {
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

async function proceed(context: TrainingContext, project: OpenProject, trainingId: TrainingId): Promise<JobId> {
  const training = await requireTraining(project, trainingId);
  const job = await context.jobs.findBySubject(project, "train", trainingId);
  const isAtWork = job && (job.current.state === "queued" || job.current.state === "running");
  return isAtWork ? job.id : (await resumeTraining(context, project, training)).jobId;
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

export function memberAtWork({ members }: Sweep): SweepMember | undefined {
  return members.find(({ state }) => state === "running" || state === "paused");
}

export async function trainingAtWork(project: OpenProject, sweep: Sweep) {
  const trainingId = memberAtWork(sweep)?.trainingId;
  return trainingId && readTraining(project.store, trainingId);
}

export async function changeSweep(
  { events }: TrainingContext,
  { store }: OpenProject,
  sweepId: SweepId,
  changed: Parameters<typeof updateSweep>[2],
): Promise<void> {
  await updateSweep(store, sweepId, changed);
  events.publish({ kind: "sweeps-changed", sweepId });
}
