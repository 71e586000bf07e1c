/** @file Fits a beta calibration: log odds as a sum of ln s and −ln(1 − s). */
import type { CalibrationMap } from "../../../../src-shared/domain/calibration";
import { clampScore } from "../../../../src-shared/figures/logit";
import { fitLogisticRegression } from "./logistic-regression";

/** The package betacal's `BetaCalibration(parameters="abm")`: a feature whose weight would be negative is left out and
 * the rest fitted again; where that one is negative too, neither stays and every score becomes the share of right ones.
 * Scores are taken into [1e-7, 1 − 1e-7] (betacal: float64's epsilon). `scores` and `verdicts` (1 right, 0 wrong) are
 * [D].
 * @see Kull, Silva Filho and Flach, Beta calibration, AISTATS 2017, section 4 */
export function fitBeta(scores: ArrayLike<number>, verdicts: ArrayLike<number>): CalibrationMap {
  const rising = Float64Array.from(scores, (score) => Math.log(clampScore(score)));
  const falling = Float64Array.from(scores, (score) => -Math.log1p(-clampScore(score)));
  const both = fitLogisticRegression([rising, falling], verdicts);
  const [a, b] = both.coefficients as [number, number];
  if (a < 0) return withOne("b", falling, verdicts);
  if (b < 0) return withOne("a", rising, verdicts);
  return { method: "beta", a, b, c: both.intercept };
}

function withOne(name: "a" | "b", feature: Float64Array, verdicts: ArrayLike<number>): CalibrationMap {
  const one = fitLogisticRegression([feature], verdicts);
  const weight = one.coefficients[0]!;
  if (weight >= 0) return { method: "beta", a: 0, b: 0, [name]: weight, c: one.intercept };
  return { method: "beta", a: 0, b: 0, c: fitLogisticRegression([], verdicts).intercept };
}
