/** @file The topic `models`: the registry of detectors, and the devices that they run on. */
import { randomUUID } from "node:crypto";
import { basename, isAbsolute, join, resolve } from "node:path";
import { rm } from "node:fs/promises";
import type { models } from "../../src-shared/contract/models";
import { Failure } from "../../src-shared/domain/failure";
import { ModelId, type JobId } from "../../src-shared/domain/identifiers";
import type { Model, ModelCard } from "../../src-shared/domain/model";
import { CARD_PRESETS } from "../data/models/card-presets";
import { listModels, readModel, removeModel, updateModelCard, type StoredModel } from "../data/store/models";
import { importModel } from "../jobs/import-model";
import type { ServiceOf } from "./calls/service-of";
import type { OpenProject } from "./projects/open-project";
import type { ServiceContext } from "./service-context";

export function modelService(context: ServiceContext): ServiceOf<typeof models> {
  const { projects, pool, events, devices, resourcesFolder } = context;
  return {
    list: async () => (await listModels(projects.require().store)).map(withoutFile),
    inspect: async ({ file }, signal) => {
      const input = { file: resolve(file), resourcesFolder };
      const { inspection } = await pool.run(importModel, input, signal ? { signal } : {}).result;
      return inspection;
    },
    add: ({ file, card }) => startImport(context, projects.require(), { file: resolve(file), card }),
    updateCard: async ({ modelId, card }) => {
      const project = projects.require();
      await requireModel(project, modelId);
      const model = await updateModelCard(project.store, modelId, card);
      events.publish({ kind: "models-changed" });
      return withoutFile(model);
    },
    remove: async ({ modelId }) => {
      const project = projects.require();
      const { file } = await requireModel(project, modelId);
      await removeModel(project.store, modelId);
      // Removed last: a file without a row costs room, a row without a file costs a run. Only the project's own copy.
      if (!isAbsolute(file)) await rm(join(project.folder, file), { force: true });
      events.publish({ kind: "models-changed" });
      return null;
    },
    presets: async () => [...CARD_PRESETS],
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

function withoutFile({ file: _file, ...model }: StoredModel): Model {
  return model;
}
