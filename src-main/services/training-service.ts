/** @file The topic `training`: beginning, watching, pausing and ending trainings. */
import type { training } from "../../src-shared/contract/training";
import { readTrainingEpochs, readTrainingSteps } from "../data/store/training-figures";
import { listTrainings, requireFreeName } from "../data/store/trainings";
import type { ServiceOf } from "./calls/service-of";
import type { ServiceContext } from "./service-context";
import { forgetTraining } from "./trainings/forget-training";
import { planTraining } from "./trainings/plan-training";
import { previewTraining } from "./trainings/preview-training";
import {
  pauseTraining,
  requireTraining,
  resumeTraining,
  startTraining,
  stopTraining,
  type TrainingContext,
} from "./trainings/steer-training";

export function trainingService(
  context: TrainingContext & Pick<ServiceContext, "projects">,
): ServiceOf<typeof training> {
  const { projects } = context;
  return {
    list: () => listTrainings(projects.require().store),
    plan: async (config) => {
      const project = projects.require();
      await requireFreeName(project.store, config.name);
      const { set, stepsPerEpoch, notes } = await planTraining(project, config);
      return { data: set.data, stepsPerEpoch, notes: [...notes] };
    },
    preview: (request) => previewTraining(projects.require(), request),
    start: (config) => startTraining(context, projects.require(), config),
    curves: async ({ trainingId, ...range }) => {
      const project = projects.require();
      await requireTraining(project, trainingId);
      return {
        steps: await readTrainingSteps(project.store, trainingId, range),
        epochs: await readTrainingEpochs(project.store, trainingId),
      };
    },
    pause: async ({ trainingId }) => {
      const project = projects.require();
      await pauseTraining(context, project, await requireTraining(project, trainingId));
      return null;
    },
    resume: async ({ trainingId }) => {
      const project = projects.require();
      return resumeTraining(context, project, await requireTraining(project, trainingId));
    },
    stop: async ({ trainingId }) => {
      const project = projects.require();
      await stopTraining(context, project, await requireTraining(project, trainingId));
      return null;
    },
    remove: async ({ trainingId }) => {
      const project = projects.require();
      await forgetTraining(context, project, trainingId);
      return null;
    },
  };
}
