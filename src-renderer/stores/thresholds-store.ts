/** @file The one score threshold and the one IoU threshold that overlays, counts, lists and charts follow. */
import { create } from "zustand";

export interface Thresholds {
  readonly scoreThreshold: number;
  readonly iouThreshold: number;
}

export interface ThresholdsState extends Thresholds {
  /** Detections below it are as if they were not there. */
  readonly scoreThreshold: number;
  /** From this overlap up a detection has found its reference. */
  readonly iouThreshold: number;
  readonly setScoreThreshold: (value: number) => void;
  readonly setIouThreshold: (value: number) => void;
  /** Moves the score threshold by a number of steps. */
  readonly stepScoreThreshold: (steps: number) => void;
}

export const THRESHOLD_STEP = 0.01;
export const DEFAULT_THRESHOLDS: Thresholds = { scoreThreshold: 0.3, iouThreshold: 0.5 };
/** Below it every detection would count as found. */
export const LEAST_IOU_THRESHOLD = 0.05;
export const GREATEST_IOU_THRESHOLD = 0.95;

export const useThresholds = create<ThresholdsState>()((set) => ({
  ...DEFAULT_THRESHOLDS,
  setScoreThreshold: (value) => set({ scoreThreshold: toStep(value, 0, 1) }),
  setIouThreshold: (value) => set({ iouThreshold: toStep(value, LEAST_IOU_THRESHOLD, GREATEST_IOU_THRESHOLD) }),
  stepScoreThreshold: (steps) =>
    set(({ scoreThreshold }) => ({ scoreThreshold: toStep(scoreThreshold + steps * THRESHOLD_STEP, 0, 1) })),
}));

/** Rounds to whole steps, so that ten small steps end exactly where one of ten would. */
function toStep(value: number, least: number, greatest: number): number {
  const inside = Math.min(greatest, Math.max(least, Number.isFinite(value) ? value : least));
  return Math.round(inside / THRESHOLD_STEP) / Math.round(1 / THRESHOLD_STEP);
}
