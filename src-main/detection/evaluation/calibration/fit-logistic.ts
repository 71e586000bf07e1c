/** @file Fits a slope and an intercept of log odds: Platt's scaling. */
import type { CalibrationMap } from "../../../../src-shared/domain/calibration";
import { logit } from "../../../../src-shared/figures/logit";
import { fitLogisticRegression } from "./logistic-regression";

/** scikit-learn's `_sigmoid_calibration(logit(scores), verdicts)`: right and wrong are drawn a little towards each other
 * as Platt does, so that a handful of detections makes no step. Where right detections have the lower scores the slope
 * would fall; it is 0 then, so that every score becomes the share of right ones. `scores` and `verdicts` (1 right, 0
 * wrong) are [D].
 * @see Platt, Probabilistic outputs for support vector machines, 1999; scikit-learn, sklearn/calibration.py */
export function fitLogistic(scores: ArrayLike<number>, verdicts: ArrayLike<number>): CalibrationMap {
  const targets = smoothTargets(verdicts);
  const { coefficients, intercept } = fitLogisticRegression([Float64Array.from(scores, logit)], targets);
  const slope = coefficients[0]!;
  if (slope >= 0) return { method: "logistic", slope, intercept };
  return { method: "logistic", slope: 0, intercept: fitLogisticRegression([], targets).intercept };
}

function smoothTargets(verdicts: ArrayLike<number>): Float64Array {
  const right = Float64Array.from(verdicts).reduce((sum, verdict) => sum + verdict, 0);
  const wrong = verdicts.length - right;
  return Float64Array.from(verdicts, (verdict) => (verdict ? (right + 1) / (right + 2) : 1 / (wrong + 2)));
}
