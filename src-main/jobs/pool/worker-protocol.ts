/** @file What the back end and a worker say to each other; each side parses what it receives. */
import { z } from "zod";
import { FailureCode } from "../../../src-shared/domain/failure";
import { JobKind, Progress } from "../../../src-shared/domain/job";

const WireFailure = z.object({ code: FailureCode, message: z.string() });
export type WireFailure = z.infer<typeof WireFailure>;

const Batch = z.int().positive();

export const MessageToWorker = z.discriminatedUnion("type", [
  /** Sent to an idle worker only. `projectFolder` is absent for a job that concerns the machine, not a project. */
  z.object({ type: z.literal("start"), kind: JobKind, input: z.unknown(), projectFolder: z.string().optional() }),
  z.object({ type: z.literal("abort") }),
  /** The rows of a batch stand in the database. */
  z.object({ type: z.literal("written"), batch: Batch }),
  z.object({ type: z.literal("refused"), batch: Batch, failure: WireFailure }),
]);
export type MessageToWorker = z.infer<typeof MessageToWorker>;

export const MessageFromWorker = z.discriminatedUnion("type", [
  /** The worker listens; a message sent earlier could be lost in some hosts. */
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("progress"), progress: Progress }),
  z.object({ type: z.literal("batch"), batch: Batch, rows: z.unknown() }),
  z.object({
    type: z.literal("log"),
    level: z.enum(["info", "warn", "error"]),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({ type: z.literal("done"), output: z.unknown() }),
  z.object({ type: z.literal("failed"), failure: WireFailure }),
]);
export type MessageFromWorker = z.infer<typeof MessageFromWorker>;
