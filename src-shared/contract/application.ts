/** @file What program this is, where it runs, and what has changed since. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { InstanceId, ModelId, RunId, SweepId, TrainingId } from "../domain/identifiers";
import { Job } from "../domain/job";
import { Project } from "../domain/project";
import { procedure } from "./procedure";

export const ApplicationInfo = z.object({
  version: z.string(),
  host: z.enum(["desktop", "browser"]),
  platform: z.string(),
  /** Folder that a first project is proposed in. */
  documentsFolder: z.string(),
  logFile: z.string(),
});
export type ApplicationInfo = z.infer<typeof ApplicationInfo>;

/** Every event carries identifiers and small numbers; whoever needs the data asks. */
export const ApplicationEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("project-changed"), project: Project.nullable() }),
  z.object({ kind: z.literal("job-changed"), job: Job }),
  z.object({ kind: z.literal("instances-changed") }),
  z.object({ kind: z.literal("datasets-changed") }),
  z.object({ kind: z.literal("models-changed") }),
  z.object({ kind: z.literal("runs-changed"), runId: RunId }),
  z.object({ kind: z.literal("evaluations-changed"), runId: RunId }),
  z.object({ kind: z.literal("reviews-changed"), runId: RunId, instanceId: InstanceId }),
  z.object({ kind: z.literal("verdicts-changed"), runId: RunId, instanceId: InstanceId }),
  z.object({ kind: z.literal("calibrations-changed"), modelId: ModelId }),
  /** Without an image: maps of any of the run's images. */
  z.object({ kind: z.literal("explanations-changed"), runId: RunId, instanceId: InstanceId.optional() }),
  z.object({ kind: z.literal("trainings-changed"), trainingId: TrainingId }),
  z.object({ kind: z.literal("sweeps-changed"), sweepId: SweepId }),
]);
export type ApplicationEvent = z.infer<typeof ApplicationEvent>;

/** A folder or file on the machine that the back end runs on, for the browser host's own picker. */
export const FolderListing = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  entries: z.array(z.object({ name: z.string(), path: z.string(), isFolder: z.boolean(), isProject: z.boolean() })),
});

export const application = {
  info: procedure.output(ApplicationInfo),
  events: procedure.output(eventIterator(ApplicationEvent)),
  /** Lists one folder; without a path, the home folder. */
  listFolder: procedure.input(z.object({ path: z.string().optional() })).output(FolderListing),
};
