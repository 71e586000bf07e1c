/** @file Reads a score through a calibration: as the share of detections of this score that are right. */
import type { CalibrationMap } from "../domain/calibration";
import { unreachable } from "../domain/unreachable";
import { clampScore, logit, sigmoid } from "./logit";

/** From 0 to 1, and never falling as the score rises; formulas and sources stand at `CalibrationMap`.
 * Logarithms take the nearest score in [1e-7, 1 − 1e-7]. */
export function applyCalibration(map: CalibrationMap, score: number): number {
  switch (map.method) {
    case "temperature":
      return sigmoid(logit(score) / map.temperature);
    case "logistic":
      return sigmoid(map.slope * logit(score) + map.intercept);
    case "isotonic":
      return interpolate(map.scores, map.shares, score);
    case "beta": {
      const within = clampScore(score);
      return sigmoid(map.a * Math.log(within) - map.b * Math.log1p(-within) + map.c);
    }
    default:
      return unreachable(map);
  }
}

/** `numpy.interp`: a straight line between neighbours, constant outside. */
function interpolate(rising: readonly number[], values: readonly number[], at: number): number {
  const last = rising.length - 1;
  if (at <= rising[0]!) return values[0]!;
  if (at >= rising[last]!) return values[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rising[middle]! <= at) low = middle;
    else high = middle;
  }
  const share = (at - rising[low]!) / (rising[high]! - rising[low]!);
  return values[low]! + (values[high]! - values[low]!) * share;
}
