/** @file Begins a training, lets it go on, and ends it. */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import { type JobId, TrainingId } from "../../../src-shared/domain/identifiers";
import type { Training, TrainingConfig, TrainingState } from "../../../src-shared/domain/training";
import { readModel } from "../../data/store/models";
import { insertTraining, readTraining, updateTraining } from "../../data/store/trainings";
import type { TrainInput } from "../../jobs/train";
import { ruledOutSoon } from "../models/ruled-out-soon";
import type { OpenProject } from "../projects/open-project";
import type { ServiceContext } from "../service-context";
import { planTraining, type PlannedTraining } from "./plan-training";

export type TrainingContext = Pick<ServiceContext, "jobs" | "events" | "devices" | "info">;

/** Fixes what it learns from, and queues the work.
 * @throws {Failure} as `planTraining`; `conflict` when a training has the name already */
export async function startTraining(
  context: TrainingContext,
  project: OpenProject,
  config: TrainingConfig,
): Promise<{ jobId: JobId; trainingId: TrainingId }> {
  return beginTraining(context, project, { config, planned: await planTraining(project, config) });
}

interface BeginningTraining {
  readonly config: TrainingConfig;
  readonly planned: PlannedTraining;
  /** Awaited before the work is queued. */
  readonly onInserted?: (trainingId: TrainingId) => Promise<void>;
}

/** @throws {Failure} `conflict` when a training has the name already */
export async function beginTraining(
  context: TrainingContext,
  project: OpenProject,
  { config, planned: { model, set, stepsPerEpoch }, onInserted }: BeginningTraining,
): Promise<{ jobId: JobId; trainingId: TrainingId }> {
  const trainingId = TrainingId.parse(randomUUID());
  await insertTraining(project.store, {
    id: trainingId,
    createdAt: new Date().toISOString(),
    config,
    codeVersion: context.info.version,
    modelName: model.name,
    trainSplitName: set.trainSplit.name,
    validationSplitName: set.validationSplit.name,
    data: set.data,
    stepsPerEpoch,
  });
  await onInserted?.(trainingId);
  return { jobId: await queue(context, project, { id: trainingId, name: config.name, config }), trainingId };
}

/** Goes on from the last checkpoint.
 * @throws {Failure} `conflict` when it has ended for good, or is at work. */
export async function resumeTraining(
  context: TrainingContext,
  project: OpenProject,
  training: Training,
): Promise<{ jobId: JobId }> {
  const { id, name } = training;
  requireUnended(training);
  const earlier = await context.jobs.findBySubject(project, "train", id);
  if (earlier && (earlier.current.state === "queued" || earlier.current.state === "running")) {
    throw new Failure("conflict", `The training ${name} is at work already.`);
  }
  if (earlier?.canResume) {
    await context.jobs.resume(project, earlier.id);
    return { jobId: earlier.id };
  }
  return { jobId: await queue(context, project, training) };
}

function requireUnended({ name, state }: Pick<Training, "name" | "state">): void {
  if (isEnd(state)) throw new Failure("conflict", `The training ${name} is ${state}; nothing is left to do.`);
}

/** @throws {Failure} `conflict` when no worker trains it */
export async function pauseTraining(
  { events }: TrainingContext,
  project: OpenProject,
  { id, name, state }: Training,
): Promise<void> {
  if (state !== "running")
    throw new Failure("conflict", `The training ${name} is ${state}; only a running one can pause.`);
  await updateTraining(project.store, id, { wish: "pause" });
  events.publish({ kind: "trainings-changed", trainingId: id });
}

/** One that is paused needs a worker once more, to register what it has made.
 * @throws {Failure} `conflict` when it has ended already */
export async function stopTraining(context: TrainingContext, project: OpenProject, training: Training): Promise<void> {
  const { id, name, state } = training;
  if (isEnd(state)) throw new Failure("conflict", `The training ${name} is ${state} already.`);
  await updateTraining(project.store, id, { wish: "stop" });
  context.events.publish({ kind: "trainings-changed", trainingId: id });
  if (state !== "running") await resumeTraining(context, project, training);
}

/** @throws {Failure} `not-found` */
export async function requireTraining(project: OpenProject, trainingId: TrainingId): Promise<Training> {
  const training = await readTraining(project.store, trainingId);
  if (!training) throw new Failure("not-found", `The project ${project.name} has no training ${trainingId}.`);
  return training;
}

export async function hasEnded({ store }: OpenProject, trainingId: TrainingId): Promise<boolean> {
  const training = await readTraining(store, trainingId);
  return training !== undefined && isEnd(training.state);
}

/** Nothing goes on from there. */
export function isEnd(state: TrainingState): boolean {
  return state === "complete" || state === "stopped";
}

/** The model as it lies now: the project's folder may have moved. */
export async function locateTraining(project: OpenProject, input: TrainInput): Promise<TrainInput> {
  const training = await requireTraining(project, input.trainingId);
  requireUnended(training);
  const { config, modelName } = training;
  const model = await readModel(project.store, config.modelId);
  if (!model) {
    throw new Failure("not-found", `The model ${modelName} that the training begins with has been removed.`);
  }
  const { folder: projectFolder } = project;
  return { ...input, projectFolder, modelFile: resolve(projectFolder, model.file), card: model.card };
}

async function queue(
  { jobs, events, devices }: TrainingContext,
  project: OpenProject,
  { id, name, config }: Pick<Training, "id" | "name" | "config">,
): Promise<JobId> {
  const model = await readModel(project.store, config.modelId);
  if (!model) throw new Failure("not-found", `The project ${project.name} has no model ${config.modelId}.`);
  const ruledOut = [...(await ruledOutSoon(devices, config.device))];
  const { folder: projectFolder } = project;
  const input: TrainInput = {
    trainingId: id,
    projectFolder,
    modelFile: resolve(projectFolder, model.file),
    card: model.card,
    ruledOut,
  };
  const jobId = await jobs.start(project, { kind: "train", title: `Train ${name}`, input, subject: id });
  events.publish({ kind: "trainings-changed", trainingId: id });
  return jobId;
}
