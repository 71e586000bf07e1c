/** @file A recalibration: how a model's scores become shares that can be believed. */
import { z } from "zod";
import { CalibrationId, ModelId, RunId } from "./identifiers";

/** Scores move monotonically or stay, so that order and AP change by new ties at most. */
export const CALIBRATION_METHODS = ["temperature", "logistic", "isotonic", "beta"] as const;
export const CalibrationMethod = z.enum(CALIBRATION_METHODS);
export type CalibrationMethod = z.infer<typeof CalibrationMethod>;

const Share = z.number().min(0).max(1);

/** The fitted map from a score s to the share of right detections; logit(s) = ln(s / (1 − s)). */
export const CalibrationMap = z.discriminatedUnion("method", [
  /** 1 / (1 + exp(−logit(s) / temperature)), Guo et al., ICML 2017. */
  z.object({ method: z.literal("temperature"), temperature: z.number().positive() }),
  /** 1 / (1 + exp(−(slope · logit(s) + intercept))), Platt 1999 on the logit; slope ≥ 0. */
  z.object({ method: z.literal("logistic"), slope: z.number().nonnegative(), intercept: z.number() }),
  /** Linear between the points, constant outside; Zadrozny and Elkan, KDD 2002. Both rise. */
  z
    .object({ method: z.literal("isotonic"), scores: z.array(Share).min(1), shares: z.array(Share) })
    .refine(({ scores, shares }) => scores.length === shares.length, "scores and shares differ in number")
    .refine(({ scores, shares }) => isRising(scores) && isRising(shares), "scores or shares fall"),
  /** 1 / (1 + exp(−(a · ln s − b · ln(1 − s) + c))), Kull et al., AISTATS 2017; a, b ≥ 0. */
  z.object({ method: z.literal("beta"), a: z.number().nonnegative(), b: z.number().nonnegative(), c: z.number() }),
]);
export type CalibrationMap = z.infer<typeof CalibrationMap>;

export const Calibration = z.object({
  id: CalibrationId,
  modelId: ModelId,
  /** The run whose detections it was fitted on. */
  runId: RunId,
  runName: z.string(),
  /** A detection was right from this IoU up. */
  iouThreshold: z.number().min(0).max(1),
  createdAt: z.iso.datetime(),
  detections: z.int().positive(),
  map: CalibrationMap,
  /** On the run that it was fitted on. */
  errorBefore: z.number().min(0).max(1),
  errorAfter: z.number().min(0).max(1),
});
export type Calibration = z.infer<typeof Calibration>;

function isRising(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value >= values[index - 1]!);
}
