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

/** Figures that stand at the top of a report, each with an interval. */
export const HEADLINE_FIGURES = ["AP", "AP50", "AP75", "rsna", "cpm", "auc", "precision", "recall"] as const;
export const HeadlineFigure = z.enum(HEADLINE_FIGURES);
export type HeadlineFigure = z.infer<typeof HeadlineFigure>;

/** 2.5th and 97.5th percentile of resamples of patients with replacement. */
export const Interval = z.object({ low: z.number(), high: z.number() });
export type Interval = z.infer<typeof Interval>;

/** Cost of each kind of error in percent of AP at IoU 0.5: how much higher it would be without (Bolya et al., ECCV
 * 2020, arXiv:2008.08115). Kinds overlap, so they do not add up. */
export const TideCosts = z.object({
  ap50: z.number(),
  main: z.object({
    Cls: z.number(),
    Loc: z.number(),
    Both: z.number(),
    Dupe: z.number(),
    Bkg: z.number(),
    Miss: z.number(),
  }),
  special: z.object({ FalsePos: z.number(), FalseNeg: z.number() }),
});
export type TideCosts = z.infer<typeof TideCosts>;

/** Sensitivity by lesion at a rate of false positives an image. */
export const FrocPoint = z.object({ falsePositivesPerImage: z.number(), sensitivity: Share });
export type FrocPoint = z.infer<typeof FrocPoint>;

/** How far scores can be believed, over all detections above the run's floor. */
export const CalibrationErrors = z.object({
  /** Expected calibration error in ten even bins (Naeini et al., AAAI 2015). */
  ece: Share.optional(),
  /** With the box's centre and size as further dimensions (Küppers et al., CVPRW 2020). */
  detectionEce: Share.optional(),
});
export type CalibrationErrors = z.infer<typeof CalibrationErrors>;

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
  /** The fields below are absent in evaluations of older versions, or where the figure is undefined. */
  rsna: Share.optional(),
  /** At 1/8, 1/4, 1/2, 1, 2, 4 and 8 false positives an image. */
  froc: z.array(FrocPoint).optional(),
  cpm: Share.optional(),
  auc: Share.optional(),
  jafroc: Share.optional(),
  /** As TIDE's own program counts: over the images with reference boxes. */
  tide: TideCosts.optional(),
  /** The same over all images, so that what is drawn on normal ones has its cost too. */
  tideAllImages: TideCosts.optional(),
  calibrationErrors: CalibrationErrors.optional(),
  intervals: z.partialRecord(HeadlineFigure, Interval).optional(),
  resampling: z
    .object({ resamples: z.int().positive(), seed: z.int().nonnegative(), patients: z.int().nonnegative() })
    .optional(),
});
export type Evaluation = z.infer<typeof Evaluation>;
