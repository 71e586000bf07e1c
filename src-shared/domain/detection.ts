/** @file A box that a model drew, in pixels of the original image. */
import { z } from "zod";
import { Box } from "./box";
import { DetectionId, InstanceId, RunId } from "./identifiers";

export const Detection = z.object({
  id: DetectionId,
  runId: RunId,
  instanceId: InstanceId,
  box: Box,
  /** Confidence from 0 to 1 as the model gave it. */
  score: z.number().min(0).max(1),
  label: z.string(),
});
export type Detection = z.infer<typeof Detection>;
