/** @file A reference box on an image with its provenance. */
import { z } from "zod";
import { Box } from "./box";
import { AnnotationId, DatasetId, InstanceId } from "./identifiers";

/** Boxes that came with a data set; readers' corrected layers stand beside it under other names. */
export const REFERENCE_LAYER = "reference";

/** The boxes that were drawn under one name, and the images that they lie on. */
export const AnnotationLayer = z.object({
  name: z.string().min(1),
  images: z.int().positive(),
  boxes: z.int().positive(),
});
export type AnnotationLayer = z.infer<typeof AnnotationLayer>;

export const Annotation = z.object({
  id: AnnotationId,
  instanceId: InstanceId,
  layer: z.string().min(1),
  box: Box,
  label: z.string(),
  /** The data set, file and row that the box was read from. */
  provenance: z.object({ datasetId: DatasetId, file: z.string(), row: z.int().positive() }),
});
export type Annotation = z.infer<typeof Annotation>;
