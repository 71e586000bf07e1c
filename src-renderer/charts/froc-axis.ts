/** @file The axis of false positives an image: by powers of two, since readers weigh the few at its left most. */
import type { Tick } from "./ChartFrame";

/** One step beyond the seven rates at the left, where most scores of a good detector lie. */
const LEAST_RATE = 1 / 16;
const GREATEST_RATE = 8;
const OCTAVES = Math.log2(GREATEST_RATE / LEAST_RATE);

/** 0 to 1 along the axis; rates beyond its ends lie on them. */
export function frocAxisAt(rate: number): number {
  return Math.min(1, Math.max(0, Math.log2(rate / LEAST_RATE) / OCTAVES));
}

export function frocRateAt(at: number): number {
  return LEAST_RATE * 2 ** (at * OCTAVES);
}

interface FrocAxisPoint {
  readonly score: number;
  readonly falsePositivesPerImage: number;
  readonly sensitivity: number;
}

/** The part of a curve between the ends of the axis: from the last point at its left end to the first beyond its right
 * end, which is drawn where the line to it crosses. `points` are in falling score. */
export function withinFrocAxis(points: readonly FrocAxisPoint[]): readonly FrocAxisPoint[] {
  const first = points.findLastIndex(({ falsePositivesPerImage }) => falsePositivesPerImage <= LEAST_RATE);
  const shown = points.slice(Math.max(0, first));
  const beyond = shown.findIndex(({ falsePositivesPerImage }) => falsePositivesPerImage > GREATEST_RATE);
  if (beyond <= 0) return shown;
  const [before, after] = [shown[beyond - 1]!, shown[beyond]!];
  const slope =
    (after.sensitivity - before.sensitivity) / (after.falsePositivesPerImage - before.falsePositivesPerImage);
  const sensitivity = before.sensitivity + slope * (GREATEST_RATE - before.falsePositivesPerImage);
  return [...shown.slice(0, beyond), { score: before.score, falsePositivesPerImage: GREATEST_RATE, sensitivity }];
}

export const FROC_TICKS: readonly Tick[] = [
  { rate: 1 / 8, text: "⅛" },
  { rate: 1 / 4, text: "¼" },
  { rate: 1 / 2, text: "½" },
  { rate: 1, text: "1" },
  { rate: 2, text: "2" },
  { rate: 4, text: "4" },
  { rate: 8, text: "8" },
].map(({ rate, text }) => ({ at: frocAxisAt(rate), text }));
