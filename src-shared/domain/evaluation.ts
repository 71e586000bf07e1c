/** @file The figures of an evaluated run; a figure that is undefined is absent, never 0 and never NaN. */
import { z } from "zod";
import { EvaluationId, RunId } from "./identifiers";

const Share = z.number().min(0).max(1);

/** The twelve figures of COCO's detection evaluation (Lin et al., arXiv:1405.0312; pycocotools' COCOeval). */
export const CocoFigures = z.object({
  AP: Share.optional(),
  AP50: Share.optional(),
  AP75: Share.optional(),
  APsmall: Share.optional(),
  APmedium: Share.optional(),
  APlarge: Share.optional(),
  AR1: Share.optional(),
  AR10: Share.optional(),
  AR100: Share.optional(),
  ARsmall: Share.optional(),
  ARmedium: Share.optional(),
  ARlarge: Share.optional(),
});
export type CocoFigures = z.infer<typeof CocoFigures>;

/** The teaching notebook's `evaluate`: averages over images of greedy matching in reference order. */
export const PerImageAverages = z.object({
  iouThreshold: Share,
  scoreThreshold: Share,
  precision: Share.optional(),
  recall: Share.optional(),
  meanIou: Share.optional(),
});
export type PerImageAverages = z.infer<typeof PerImageAverages>;

/** Counts over all images at one operating point; shares are undefined where their denominator is 0. */
export const OperatingPoint = z.object({
  iouThreshold: Share,
  scoreThreshold: Share,
  truePositives: z.int().nonnegative(),
  falsePositives: z.int().nonnegative(),
  misses: z.int().nonnegative(),
  precision: Share.optional(),
  recall: Share.optional(),
  meanIou: Share.optional(),
});
export type OperatingPoint = z.infer<typeof OperatingPoint>;

export const Evaluation = z.object({
  id: EvaluationId,
  runId: RunId,
  createdAt: z.iso.datetime(),
  images: z.int().nonnegative(),
  references: z.int().nonnegative(),
  detections: z.int().nonnegative(),
  /** Width and height of the frame that box areas are measured in: the model's input where it has one size. */
  frame: z.object({ widthPx: z.int().positive(), heightPx: z.int().positive() }).optional(),
  coco: CocoFigures,
  perImage: z.array(PerImageAverages),
  operatingPoint: OperatingPoint,
});
export type Evaluation = z.infer<typeof Evaluation>;
