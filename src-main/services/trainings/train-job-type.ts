/** @file What the progress and the end of a training mean. */
import type { TrainingId } from "../../../src-shared/domain/identifiers";
import type { TrainingState } from "../../../src-shared/domain/training";
import { removeTrainingFiles } from "../../data/files/training-checkpoints";
import { updateTraining, type TrainingChange } from "../../data/store/trainings";
import { train, type TrainOutput } from "../../jobs/train";
import { jobType, type JobType } from "../jobs/job-type";
import type { OpenProject } from "../projects/open-project";
import { hasEnded, locateTraining, type TrainingContext } from "./steer-training";
import { followTraining } from "./run-sweep";

export function trainType(context: TrainingContext): JobType {
  const { events } = context;
  const change = async (project: OpenProject, trainingId: TrainingId, changed: TrainingChange): Promise<void> => {
    await updateTraining(project.store, trainingId, changed);
    events.publish({ kind: "trainings-changed", trainingId });
  };
  return jobType({
    definition: train,
    prepare: async (project, input) => {
      const located = await locateTraining(project, input);
      await change(project, input.trainingId, { state: "running", reason: null });
      return located;
    },
    eventsWhileRunning: ({ trainingId }) => [{ kind: "trainings-changed", trainingId }],
    onDone: async (project, { trainingId }, output) => {
      const reason = REASONS[output.end];
      await change(project, trainingId, { state: STATES[output.end], wish: null, reason });
      // Nothing goes on from here; removed last, so that what ends before is made again from its checkpoints.
      if (output.end !== "paused") await removeTrainingFiles(project.folder, trainingId);
      if (output.made) events.publish({ kind: "models-changed" });
      await followTraining(context, project, trainingId);
      return describeEnd(output);
    },
    onStopped: async (project, { trainingId }, how, message) => {
      // A program that was killed may have written the end of a training, and not that of its job.
      if (await hasEnded(project, trainingId)) return followTraining(context, project, trainingId);
      const reason = message ?? null;
      await change(project, trainingId, { state: how === "failed" ? "failed" : "paused", wish: null, reason });
      await followTraining(context, project, trainingId);
    },
  });
}

const STATES = {
  complete: "complete",
  early: "complete",
  paused: "paused",
  stopped: "stopped",
} as const satisfies Record<TrainOutput["end"], TrainingState>;

const REASONS = {
  complete: null,
  early: "It ended early: no epoch had been better for as long as its patience.",
  paused: null,
  stopped: "It was stopped before its last epoch.",
} as const satisfies Record<TrainOutput["end"], string | null>;

const ENDS = {
  complete: "complete",
  early: "ended early",
  paused: "paused",
  stopped: "stopped",
} as const satisfies Record<TrainOutput["end"], string>;

function describeEnd({ end, stepsDone, made }: TrainOutput): string {
  const after = `${ENDS[end]} after ${stepsDone} steps`;
  if (end === "paused") return after;
  if (!made) return `${after}; no epoch was judged, so that no model was made`;
  const figures = `AP ${made.AP?.toFixed(3) ?? "undefined"}, AP50 ${made.AP50?.toFixed(3) ?? "undefined"}`;
  return `${after}; epoch ${made.epoch} registered as ${made.name}: ${figures}${describeCases(made)}`;
}

function describeCases({ cases }: NonNullable<TrainOutput["made"]>): string {
  if (!cases) return "";
  const lost = cases.lost === 0 ? "no case" : countCases(cases.lost);
  const falser = cases.falser === 0 ? "none" : countCases(cases.falser);
  return `; against the start ${lost} with more missed boxes, ${falser} with more false positives`;
}

function countCases(count: number): string {
  return count === 1 ? "1 case" : `${count} cases`;
}
