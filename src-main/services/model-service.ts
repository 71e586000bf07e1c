/** @file The topic `models`: the registry of detectors, and the devices that they run on. */
import { randomUUID } from "node:crypto";
import { basename, isAbsolute, resolve } from "node:path";
import type { models } from "../../src-shared/contract/models";
import { Failure } from "../../src-shared/domain/failure";
import { ModelId, type JobId } from "../../src-shared/domain/identifiers";
import { MODEL_CONVENTIONS, type Model, type ModelCard } from "../../src-shared/domain/model";
import { CARD_PRESETS } from "../data/models/card-presets";
import { removeModelFiles } from "../data/models/model-files";
import { listBenchmarks } from "../data/store/benchmarks";
import { listModels, readModel, removeModel, updateModelCard, type StoredModel } from "../data/store/models";
import { importModel } from "../jobs/import-model";
import type { ServiceOf } from "./calls/service-of";
import { exportModel } from "./models/export-model";
import { isCheckpoint } from "./models/is-checkpoint";
import { queueBenchmarks } from "./models/queue-benchmarks";
import { refuseModelInTraining } from "./models/refuse-model-in-training";
import type { OpenProject } from "./projects/open-project";
import type { ServiceContext } from "./service-context";

export function modelService(context: ServiceContext): ServiceOf<typeof models> {
  const { projects, pool, jobs, waited, events, devices, resourcesFolder } = context;
  return {
    list: async () => (await listModels(projects.require().store)).map(withoutFile),
    inspect: async ({ file, convention }, signal) => {
      const input = { file: resolve(file), convention, resourcesFolder };
      const { inspection } = await pool.run(importModel, input, signal ? { signal } : {}).result;
      return inspection;
    },
    add: ({ file, card }) => startImport(context, projects.require(), { file: resolve(file), card }),
    updateCard: async ({ modelId, card }) => {
      const project = projects.require();
      refuseMisfit(await requireModel(project, modelId), card);
      const model = await updateModelCard(project.store, modelId, card);
      events.publish({ kind: "models-changed" });
      return withoutFile(model);
    },
    remove: async ({ modelId }) => {
      const project = projects.require();
      const model = await requireModel(project, modelId);
      await refuseModelInTraining(project, model);
      const { file } = model;
      await removeModel(project.store, modelId);
      // Stopped after the row is gone: what a benchmark still sends then finds no model to belong to.
      await jobs.stopAbout(project, modelId);
      await waited.stopAbout(project, modelId);
      // Removed last: a file without a row costs room, a row without a file costs a run. Only the project's own copy.
      if (!isAbsolute(file)) await removeModelFiles(project.folder, file);
      events.publish({ kind: "models-changed" });
      return null;
    },
    presets: async () => [...CARD_PRESETS],
    benchmark: async ({ modelId }) => {
      const project = projects.require();
      return queueBenchmarks(context, project, await requireModel(project, modelId));
    },
    benchmarks: async ({ modelId }) => {
      const project = projects.require();
      await requireModel(project, modelId);
      return listBenchmarks(project.store, modelId);
    },
    export: async ({ modelId, file }, signal) => {
      const project = projects.require();
      const model = await requireModel(project, modelId);
      return exportModel(context, project, { model, file: resolve(file), signal });
    },
    devices: async ({ isFresh }) => [...(await devices.trials({ isFresh }))],
  };
}

async function startImport(
  { jobs, resourcesFolder }: Pick<ServiceContext, "jobs" | "resourcesFolder">,
  project: OpenProject,
  { file, card }: { readonly file: string; readonly card?: ModelCard | undefined },
): Promise<{ jobId: JobId }> {
  const modelId = ModelId.parse(randomUUID());
  const jobId = await jobs.start(project, {
    kind: "import-model",
    title: `Add ${basename(file)}`,
    input: { file, card, resourcesFolder, register: { modelId, projectFolder: project.folder } },
    subject: modelId,
  });
  return { jobId };
}

async function requireModel(project: OpenProject, modelId: ModelId): Promise<StoredModel> {
  const model = await readModel(project.store, modelId);
  if (!model) throw new Failure("not-found", `The project ${project.name} has no model ${modelId}.`);
  return model;
}

/** @throws {Failure} `unsupported` for a card of another kind of file. */
function refuseMisfit(model: StoredModel, { convention }: ModelCard): void {
  if ((convention === "checkpoint") === isCheckpoint(model)) return;
  const found = isCheckpoint(model) ? "a checkpoint" : "an ONNX model";
  const sentence = `${model.name} is ${found}; the card reads it as “${MODEL_CONVENTIONS[convention]}”.`;
  throw new Failure("unsupported", sentence);
}

function withoutFile({ file: _file, ...model }: StoredModel): Model {
  return model;
}
