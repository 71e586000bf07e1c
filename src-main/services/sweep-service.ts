/** @file The topic `sweeps`: several trainings one after another, watched and steered as one. */
import type { sweeps } from "../../src-shared/contract/sweeps";
import { listSweeps } from "../data/store/sweeps";
import type { ServiceOf } from "./calls/service-of";
import type { ServiceContext } from "./service-context";
import { planSweep } from "./trainings/plan-sweep";
import type { TrainingContext } from "./trainings/steer-training";
import { forgetSweep, pauseSweep, requireSweep, resumeSweep, startSweep, stopSweep } from "./trainings/steer-sweep";

export function sweepService(context: TrainingContext & Pick<ServiceContext, "projects">): ServiceOf<typeof sweeps> {
  const { projects } = context;
  return {
    list: () => listSweeps(projects.require().store),
    plan: async (config) => {
      const { first, members, stepsTotal } = await planSweep(projects.require(), config);
      return { members: [...members], data: first.set.data, stepsTotal, notes: [...first.notes] };
    },
    start: (config) => startSweep(context, projects.require(), config),
    pause: async ({ sweepId }) => {
      const project = projects.require();
      await pauseSweep(context, project, await requireSweep(project, sweepId));
      return null;
    },
    resume: async ({ sweepId }) => {
      const project = projects.require();
      return resumeSweep(context, project, await requireSweep(project, sweepId));
    },
    stop: async ({ sweepId }) => {
      const project = projects.require();
      await stopSweep(context, project, await requireSweep(project, sweepId));
      return null;
    },
    remove: async ({ sweepId }) => {
      const project = projects.require();
      await forgetSweep(context, project, await requireSweep(project, sweepId));
      return null;
    },
  };
}
