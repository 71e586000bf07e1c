/** @file Every kind of job that a project's queue knows: how it begins, what it says while it runs, what its end means. */
import assert from "node:assert";
import { resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { JobKind } from "../../../src-shared/domain/job";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import { removePendingCopy } from "../../data/models/model-files";
import { readModel } from "../../data/store/models";
import { readDataset } from "../../data/store/datasets";
import { readRun, readRunTable, updateRun } from "../../data/store/runs";
import { benchmarkModel } from "../../jobs/benchmark-model";
import { compareRuns } from "../../jobs/compare-runs";
import { detect } from "../../jobs/detect";
import { evaluate } from "../../jobs/evaluate";
import { findNearDuplicates } from "../../jobs/find-near-duplicates";
import { explainRun, type ExplainRunOutput } from "../../jobs/explain-run";
import { examineMap } from "../../jobs/examine-map";
import { importDataset } from "../../jobs/import-dataset";
import { importModel } from "../../jobs/import-model";
import { startEvaluation } from "../evaluations/start-evaluation";
import { describeProject, type OpenProject } from "../projects/open-project";
import type { ServiceContext } from "../service-context";
import { trainType } from "../trainings/train-job-type";
import { jobType, type JobType } from "./job-type";

type JobTypesContext = Pick<ServiceContext, "jobs" | "events" | "devices" | "info">;

export function jobTypes(context: JobTypesContext): Readonly<Record<JobKind, JobType>> {
  return {
    "import-dataset": importDatasetType(context),
    "import-model": importModelType(context),
    "find-near-duplicates": findNearDuplicatesType(context),
    detect: detectType(context),
    evaluate: evaluateType(context),
    "compare-runs": compareRunsType(),
    "benchmark-model": benchmarkModelType(context),
    "examine-map": examineMapType(context),
    "explain-run": explainRunType(context),
    train: trainType(context),
    // Devices belong to the machine, an export is written where it was asked for, and somebody waits for layers and a
    // single map: these are run by the pool directly and never stand in a project's journal.
    "probe-devices": OUTSIDE_JOURNAL,
    "export-model": OUTSIDE_JOURNAL,
    "export-rjafroc": OUTSIDE_JOURNAL,
    "list-layers": OUTSIDE_JOURNAL,
    "explain-image": OUTSIDE_JOURNAL,
  };
}

const OUTSIDE_JOURNAL: JobType = {
  start: () => assert.fail("This kind of job is not queued."),
  prepare: async (_project, input) => input,
  eventsWhileRunning: () => [],
  onDone: async () => "",
  onStopped: async () => {},
};

function importDatasetType({ events }: JobTypesContext): JobType {
  const tellContent = async (project: OpenProject): Promise<void> => {
    events.publish({ kind: "datasets-changed" });
    events.publish({ kind: "instances-changed" });
    events.publish({ kind: "project-changed", project: await describeProject(project) });
  };
  return jobType({
    definition: importDataset,
    eventsWhileRunning: () => [{ kind: "datasets-changed" }, { kind: "instances-changed" }],
    onDone: async (project, { datasetId }) => {
      await tellContent(project);
      const dataset = await readDataset(project.store, datasetId);
      const { images = 0, positives = 0, boxes = 0, problems = 0 } = dataset?.counts ?? {};
      return `${images} images, ${positives} positive with ${boxes} boxes, ${problems} problems`;
    },
    onStopped: tellContent,
  });
}

function importModelType({ events }: JobTypesContext): JobType {
  return jobType({
    definition: importModel,
    prepare: async (project, input) => ({
      ...input,
      ...(input.register && { register: { ...input.register, projectFolder: project.folder } }),
    }),
    onDone: async (_project, _input, { model }) => {
      events.publish({ kind: "models-changed" });
      return model ? `registered as ${model.name}` : "looked into";
    },
    // A worker that was ended in the midst of its trial could not remove its copy.
    onStopped: async (project, { register }) => {
      if (register) await removePendingCopy(project.folder, register.modelId);
    },
  });
}

function findNearDuplicatesType({ events }: JobTypesContext): JobType {
  return jobType({
    definition: findNearDuplicates,
    onDone: async (_project, _input, { images, nearDuplicates, unreadable }) => {
      events.publish({ kind: "datasets-changed" });
      const failed = unreadable === 0 ? "" : `; ${unreadable} could not be read`;
      return `${images} images, ${nearDuplicates} nearly the same as another${failed}`;
    },
  });
}

function benchmarkModelType({ events }: JobTypesContext): JobType {
  return jobType({
    definition: benchmarkModel,
    prepare: async (project, input) => {
      const model = await readModel(project.store, input.modelId);
      if (!model) throw new Failure("not-found", `The project ${project.name} has no model ${input.modelId}.`);
      return { ...input, modelFile: resolve(project.folder, model.file), card: model.card };
    },
    onDone: async (_project, _input, { result }) => {
      events.publish({ kind: "models-changed" });
      if (result.outcome === "refused") return result.reason;
      const perSecond = (1 / result.imageSeconds).toFixed(1);
      return `${perSecond} images a second, ${Math.round(result.memoryBytes / 1e6)} MB`;
    },
  });
}

function detectType(context: JobTypesContext): JobType {
  const { events } = context;
  const setState = async (project: OpenProject, runId: RunId, state: Run["state"]): Promise<void> => {
    await updateRun(project.store, runId, { state });
    events.publish({ kind: "runs-changed", runId });
  };
  return jobType({
    definition: detect,
    prepare: async (project, input) => {
      const modelFile = await locateModel(project, input.runId);
      await setState(project, input.runId, "running");
      return { ...input, modelFile };
    },
    eventsWhileRunning: ({ runId }) => [{ kind: "runs-changed", runId }],
    onDone: async (project, { runId }) => {
      await setState(project, runId, "complete");
      const run = await readRun(project.store, runId);
      if (!run) return "removed";
      // A complete run on images with reference boxes has figures; who ran it wants them next, so they follow at once.
      if (await hasReferences(project, runId)) await startEvaluation(context, project, run);
      const failed = run.imagesFailed > 0 ? `, ${run.imagesFailed} images failed` : "";
      return `${run.detections} detections on ${run.imagesDone} images${failed}`;
    },
    onStopped: (project, { runId }, how) => setState(project, runId, how === "cancelled" ? "cancelled" : "failed"),
  });
}

/** @throws {Failure} `not-found` when the run or its model has been removed. */
async function locateModel(project: OpenProject, runId: RunId): Promise<string> {
  const run = await readRun(project.store, runId);
  const model = run && (await readModel(project.store, run.modelId));
  if (!model) throw new Failure("not-found", `The run ${runId} or its model has been removed from ${project.name}.`);
  return resolve(project.folder, model.file);
}

async function hasReferences(project: OpenProject, runId: RunId): Promise<boolean> {
  return (await readRunTable(project.store, runId)).head.referenceIds.length > 0;
}

function evaluateType({ events }: JobTypesContext): JobType {
  return jobType({
    definition: evaluate,
    onDone: async (_project, { runId }, { images, coco }) => {
      events.publish({ kind: "evaluations-changed", runId });
      events.publish({ kind: "runs-changed", runId });
      return `${images} images, AP50 ${coco.AP50 === undefined ? "undefined" : coco.AP50.toFixed(3)}`;
    },
  });
}

function compareRunsType(): JobType {
  return jobType({
    definition: compareRuns,
    onDone: async (_project, _input, { images, changed }) => `${images} images, ${changed.length} of them changed`,
  });
}

function examineMapType({ events }: JobTypesContext): JobType {
  return jobType({
    definition: examineMap,
    prepare: async (project, input) => ({ ...input, projectFolder: project.folder }),
    onDone: async (_project, { runId, instanceId, method }, { seconds }) => {
      events.publish({ kind: "explanations-changed", runId, instanceId });
      return `${method === "d-rise" ? "made" : "checked"} in ${seconds.toFixed(1)} s`;
    },
  });
}

function explainRunType({ events }: JobTypesContext): JobType {
  return jobType({
    definition: explainRun,
    prepare: async (project, input) => ({ ...input, projectFolder: project.folder }),
    eventsWhileRunning: ({ runId }) => [{ kind: "explanations-changed", runId }],
    onDone: async (_project, { runId }, output) => {
      events.publish({ kind: "explanations-changed", runId });
      return describeMaps(output);
    },
    onStopped: async (_project, { runId }) => events.publish({ kind: "explanations-changed", runId }),
  });
}

function describeMaps({ made, kept, failed, reasons }: ExplainRunOutput): string {
  if (made + kept + failed === 0) return "the run has no errors of these kinds at these thresholds";
  const were = kept === 1 ? "was" : "were";
  const before = kept > 0 ? `, ${kept} ${were} there before` : "";
  const counts = `${made} ${made === 1 ? "map" : "maps"} made${before}`;
  if (failed === 0) return counts;
  return `${counts}, ${failed} failed: ${reasons.join(" ")}${failed > reasons.length ? " …" : ""}`;
}
