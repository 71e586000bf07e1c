/** @file The topic `runs`: running a detector over images, going on with it, and removing what it drew. */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import type { runs } from "../../src-shared/contract/runs";
import type { DeviceChoice, Precision } from "../../src-shared/domain/device";
import { Failure } from "../../src-shared/domain/failure";
import { RunId, type JobId, type ModelId, type SplitId } from "../../src-shared/domain/identifiers";
import type { Run } from "../../src-shared/domain/run";
import { removeMapsOfRun } from "../data/files/map-files";
import { readModel, type StoredModel } from "../data/store/models";
import { insertRun, listRunFailures, listRuns, readRun, removeRun, updateRun } from "../data/store/runs";
import { readSplit } from "../data/store/splits";
import type { ServiceOf } from "./calls/service-of";
import { isCheckpoint } from "./models/is-checkpoint";
import { ruledOutSoon } from "./models/ruled-out-soon";
import type { OpenProject } from "./projects/open-project";
import type { ServiceContext } from "./service-context";

interface RunRequest {
  readonly modelId: ModelId;
  readonly splitId?: SplitId | undefined;
  readonly name?: string | undefined;
  readonly device: DeviceChoice;
  readonly precision: Precision;
}

type RunContext = Pick<ServiceContext, "jobs" | "events" | "devices">;

export function runService(context: RunContext & Pick<ServiceContext, "projects" | "waited">): ServiceOf<typeof runs> {
  const { projects, jobs, waited, events } = context;
  return {
    list: () => listRuns(projects.require().store),
    detect: (request) => startRun(context, projects.require(), request),
    resume: async ({ runId }) => {
      const project = projects.require();
      return resumeRun(context, project, await requireRun(project, runId));
    },
    remove: async ({ runId }) => {
      const project = projects.require();
      await requireRun(project, runId);
      await waited.stopAbout(project, runId);
      await jobs.stopAbout(project, runId);
      await removeRun(project.store, runId);
      await removeMapsOfRun(project.folder, runId);
      events.publish({ kind: "runs-changed", runId });
      return null;
    },
    failures: async ({ runId }) => {
      const project = projects.require();
      await requireRun(project, runId);
      return listRunFailures(project.store, runId);
    },
  };
}

/** @throws {Failure} `not-found` */
export async function requireRun(project: OpenProject, runId: RunId): Promise<Run> {
  const run = await readRun(project.store, runId);
  if (!run) throw new Failure("not-found", `The project ${project.name} has no run ${runId}.`);
  return run;
}

/** A run that says it is computed though no job computes it was left behind when a program ended at once. */
export async function recoverRuns(project: OpenProject): Promise<void> {
  for (const run of await listRuns(project.store)) {
    if (run.state === "running") await updateRun(project.store, run.id, { state: "failed" });
  }
}

/** Makes the run, which fixes its images, and queues the work. */
export async function startRun(
  context: RunContext,
  project: OpenProject,
  request: RunRequest,
): Promise<{ jobId: JobId; runId: RunId }> {
  const model = await requireModel(project, request.modelId);
  const split = request.splitId === undefined ? undefined : await readSplit(project.store, request.splitId);
  if (request.splitId !== undefined && !split) {
    throw new Failure("not-found", `The project ${project.name} has no split ${request.splitId}.`);
  }
  refuseHalfPrecision(model, request.precision);
  const name = request.name ?? (await freeName(project, `${model.name} on ${split?.name ?? "all images"}`));
  const runId = RunId.parse(randomUUID());
  await project.store.transaction(async (store) => {
    await insertRun(store, {
      id: runId,
      name,
      modelId: model.id,
      splitId: split?.id,
      createdAt: new Date().toISOString(),
      scoreFloor: model.card.scoreFloor,
      suggestedThreshold: model.card.suggestedThreshold,
      precision: request.precision,
    });
    const { images } = (await readRun(store, runId))!;
    if (images === 0) throw new Failure("conflict", `There are no images to run ${model.name} on; import some first.`);
  });
  const { device, precision } = request;
  return { jobId: await queueDetection(context, project, { runId, name, model, device, precision }), runId };
}

/** Goes on after the last image that was written.
 * @throws {Failure} `conflict` when the run has nothing left to do, or is being computed. */
export async function resumeRun(context: RunContext, project: OpenProject, run: Run): Promise<{ jobId: JobId }> {
  if (run.state === "complete")
    throw new Failure("conflict", `The run ${run.name} is complete; nothing is left to do.`);
  const earlier = await context.jobs.findBySubject(project, "detect", run.id);
  if (earlier && !earlier.canResume && earlier.current.state !== "done") {
    throw new Failure("conflict", `The run ${run.name} is being computed already.`);
  }
  if (earlier?.canResume) {
    await context.jobs.resume(project, earlier.id);
    return { jobId: earlier.id };
  }
  const model = await requireModel(project, run.modelId);
  const { id: runId, name, precision } = run;
  return { jobId: await queueDetection(context, project, { runId, name, model, device: "auto", precision }) };
}

/** Here as well as in the job: a run that cannot be computed should not come to be.
 * @throws {Failure} `unsupported` */
function refuseHalfPrecision(model: StoredModel, precision: Precision): void {
  if (precision === "single" || isCheckpoint(model)) return;
  const sentence = `${model.name} is an ONNX model, which is computed as it was written; half precision was asked for, which only checkpoints have.`;
  throw new Failure("unsupported", sentence);
}

interface Detection {
  readonly runId: RunId;
  readonly name: string;
  readonly model: StoredModel;
  readonly device: DeviceChoice;
  readonly precision: Precision;
}

async function queueDetection(
  { jobs, events, devices }: RunContext,
  project: OpenProject,
  { runId, name, model, device, precision }: Detection,
): Promise<JobId> {
  const ruledOut = await ruledOutSoon(devices, device);
  const jobId = await jobs.start(project, {
    kind: "detect",
    title: `Detect: ${name}`,
    input: { runId, modelFile: resolve(project.folder, model.file), card: model.card, device, precision, ruledOut },
    subject: runId,
  });
  events.publish({ kind: "runs-changed", runId });
  return jobId;
}

async function requireModel(project: OpenProject, modelId: ModelId): Promise<StoredModel> {
  const model = await readModel(project.store, modelId);
  if (!model) throw new Failure("not-found", `The project ${project.name} has no model ${modelId}.`);
  return model;
}

/** A run that the person did not name gets a number where its plain name is taken. */
async function freeName(project: OpenProject, plain: string): Promise<string> {
  const taken = new Set((await listRuns(project.store)).map(({ name }) => name));
  let name = plain;
  for (let number = 2; taken.has(name); number++) name = `${plain} (${number})`;
  return name;
}
