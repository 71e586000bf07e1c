/** @file A run: one model applied to one list of images, kept with everything that explains its figures. */
import { z } from "zod";
import { ExecutionProvider, Precision } from "./device";
import { ModelId, RunId, SplitId } from "./identifiers";

export const RUN_STATES = ["running", "complete", "cancelled", "failed"] as const;

export const Run = z.object({
  id: RunId,
  name: z.string().min(1),
  modelId: ModelId,
  modelName: z.string(),
  /** Absent: every image of the project. */
  splitId: SplitId.optional(),
  splitName: z.string().optional(),
  state: z.enum(RUN_STATES),
  /** Absent until the first image was seen. */
  provider: ExecutionProvider.optional(),
  precision: Precision,
  createdAt: z.iso.datetime(),
  images: z.int().nonnegative(),
  imagesDone: z.int().nonnegative(),
  /** Images that could not be read or run; each has a reason. */
  imagesFailed: z.int().nonnegative(),
  detections: z.int().nonnegative(),
  /** Seconds a worker spent on this run, all resumed parts together. */
  seconds: z.number().nonnegative(),
  scoreFloor: z.number().min(0).max(1),
  suggestedThreshold: z.number().min(0).max(1),
  isEvaluated: z.boolean(),
});
export type Run = z.infer<typeof Run>;
