/** @file Long work as its watcher sees it. */
import { z } from "zod";
import { JobId } from "./identifiers";

export const JOB_KINDS = [
  "import-dataset",
  "import-model",
  "find-near-duplicates",
  "detect",
  "evaluate",
  "compare-runs",
  "export-model",
  "export-rjafroc",
  "list-layers",
  "explain-image",
  "examine-map",
  "explain-run",
  "train",
  "probe-devices",
  "benchmark-model",
] as const;
export const JobKind = z.enum(JOB_KINDS);
export type JobKind = z.infer<typeof JobKind>;

export const Progress = z.object({
  done: z.int().nonnegative(),
  /** Absent while the amount of work is not known. */
  total: z.int().nonnegative().optional(),
  note: z.string(),
  /** Items a second over the recent past. */
  perSecond: z.number().nonnegative().optional(),
  secondsLeft: z.number().nonnegative().optional(),
});
export type Progress = z.infer<typeof Progress>;

export const JobState = z.discriminatedUnion("state", [
  z.object({ state: z.literal("queued") }),
  z.object({ state: z.literal("running"), progress: Progress }),
  z.object({ state: z.literal("done"), summary: z.string() }),
  z.object({ state: z.literal("cancelled") }),
  z.object({ state: z.literal("failed"), message: z.string() }),
]);
export type JobState = z.infer<typeof JobState>;

export const Job = z.object({
  id: JobId,
  kind: JobKind,
  /** What it works on, in a person's words. */
  title: z.string().min(1),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  /** The data set, model, run or evaluation that it makes. */
  subject: z.string().optional(),
  /** A cancelled or failed job that can go on after its last batch. */
  canResume: z.boolean(),
  current: JobState,
});
export type Job = z.infer<typeof Job>;
