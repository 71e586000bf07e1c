/** @file The topic `explanations`: heat maps of what a run drew and of what it missed. */
import type { explanations } from "../../src-shared/contract/explanations";
import { Failure } from "../../src-shared/domain/failure";
import { removeMapsOfRun } from "../data/files/map-files";
import { listExplanationsOfImage, listExplanationsOfRun, removeExplanations } from "../data/store/explanations";
import type { ServiceOf } from "./calls/service-of";
import { projectWithRun } from "./evaluations/project-with-run";
import type { ServiceContext } from "./service-context";

export function explanationService(
  context: Pick<ServiceContext, "projects" | "jobs" | "events" | "pool">,
): ServiceOf<typeof explanations> {
  return {
    layers: async () => notYet(),
    explain: async () => notYet(),
    examine: async () => notYet(),
    explainRun: async () => notYet(),
    ofImage: async ({ runId, instanceId }) => {
      const { store } = await projectWithRun(context, runId);
      return listExplanationsOfImage(store, runId, instanceId);
    },
    ofRun: async ({ runId }) => {
      const { store } = await projectWithRun(context, runId);
      return listExplanationsOfRun(store, runId);
    },
    removeOfRun: async ({ runId }) => {
      const { folder, store } = await projectWithRun(context, runId);
      const removed = await removeExplanations(store, runId);
      await removeMapsOfRun(folder, runId);
      context.events.publish({ kind: "explanations-changed", runId });
      return { removed };
    },
  };
}

function notYet(): never {
  throw new Failure("unsupported", "Maps cannot be made by this build yet.");
}
