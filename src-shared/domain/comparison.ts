/** @file Two runs side by side over the same images: how much better, how sure, and which cases changed. */
import { z } from "zod";
import { HeadlineFigure, Interval } from "./evaluation";
import { InstanceId, RunId } from "./identifiers";

const Count = z.int().nonnegative();

export const ComparedFigure = z.object({
  figure: HeadlineFigure,
  left: z.number().optional(),
  right: z.number().optional(),
  /** Of each by itself. */
  leftInterval: Interval.optional(),
  rightInterval: Interval.optional(),
  /** right − left. */
  difference: z.number().optional(),
  /** Of the difference, over the same resampled patients. */
  interval: Interval.optional(),
  /** Two-sided: twice the smaller share of resamples on one side of 0, at least 1 / resamples. */
  pValue: z.number().min(0).max(1).optional(),
});
export type ComparedFigure = z.infer<typeof ComparedFigure>;

/** What the two runs did at the thresholds on one image. */
export const ChangedCase = z.object({
  instanceId: InstanceId,
  patientId: z.string(),
  /** Reference boxes that only the right run found. */
  gained: Count,
  /** Reference boxes that only the left run found. */
  lost: Count,
  falsePositivesLeft: Count,
  falsePositivesRight: Count,
});
export type ChangedCase = z.infer<typeof ChangedCase>;

export const Comparison = z.object({
  leftRunId: RunId,
  rightRunId: RunId,
  /** Images that both runs cover; only they are compared. */
  images: Count,
  /** Images of either run that the other lacks. */
  leftOut: Count,
  scoreThreshold: z.number(),
  iouThreshold: z.number(),
  resamples: Count,
  seed: z.int(),
  createdAt: z.iso.datetime(),
  figures: z.array(ComparedFigure),
  /** The greatest change first. */
  changed: z.array(ChangedCase),
});
export type Comparison = z.infer<typeof Comparison>;
