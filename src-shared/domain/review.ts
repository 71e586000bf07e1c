/** @file What a reader has looked at: one mark an image and run, kept as appended events. */
import { z } from "zod";
import { InstanceId, RunId } from "./identifiers";

/** A finding is reviewed on its image within a run; `subject` is a detection's or an annotation's identifier. */
export const Review = z.object({
  runId: RunId,
  instanceId: InstanceId,
  subject: z.string().min(1),
  isReviewed: z.boolean(),
});
export type Review = z.infer<typeof Review>;
