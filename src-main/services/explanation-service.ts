/** @file The topic `explanations`: heat maps of what a run drew and of what it missed. */
import type { explanations } from "../../src-shared/contract/explanations";
import type { ModelId } from "../../src-shared/domain/identifiers";
import { removeMapsOfRun } from "../data/files/map-files";
import { listExplanationsOfImage, listExplanationsOfRun, removeExplanations } from "../data/store/explanations";
import type { ListLayersOutput } from "../jobs/list-layers";
import type { ServiceOf } from "./calls/service-of";
import { projectWithRun } from "./evaluations/project-with-run";
import { explainNow, listLayersOf, type ExplainingContext } from "./explanations/explain-now";
import { queueExamination, queueMapsOfRun } from "./explanations/queue-maps";
import { requireRun } from "./run-service";
import type { ServiceContext } from "./service-context";

export function explanationService(
  context: ExplainingContext & Pick<ServiceContext, "projects" | "jobs">,
): ServiceOf<typeof explanations> {
  const { projects, jobs, waited, events } = context;
  // A model's layers never change, and panels ask for them with every run that is opened.
  const layersOf = new Map<ModelId, ListLayersOutput>();
  return {
    layers: async ({ runId }, signal) => {
      const project = projects.require();
      const { modelId } = await requireRun(project, runId);
      const layers = layersOf.get(modelId) ?? (await listLayersOf(context, project, { runId, signal }));
      layersOf.set(modelId, layers);
      return layers;
    },
    explain: async (request, signal) => explainNow(context, projects.require(), { ...request, signal }),
    examine: async ({ runId, ...request }) => {
      const project = projects.require();
      return queueExamination(context, project, await requireRun(project, runId), request);
    },
    explainRun: async ({ runId, ...request }) => {
      const project = projects.require();
      return queueMapsOfRun(context, project, await requireRun(project, runId), request);
    },
    ofImage: async ({ runId, instanceId }) => {
      const { store } = await projectWithRun(context, runId);
      return listExplanationsOfImage(store, runId, instanceId);
    },
    ofRun: async ({ runId }) => {
      const { store } = await projectWithRun(context, runId);
      return listExplanationsOfRun(store, runId);
    },
    removeOfRun: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      await waited.stopAbout(project, runId);
      await jobs.stopAbout(project, runId, ["examine-map", "explain-run"]);
      const removed = await removeExplanations(project.store, runId);
      await removeMapsOfRun(project.folder, runId);
      events.publish({ kind: "explanations-changed", runId });
      return { removed };
    },
  };
}
