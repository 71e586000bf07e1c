/** @file One number for how far scores are from the shares of right detections. */
import type { ReliabilityCurve } from "./reliability-curve";

/** ECE: the distance between mean score and share of right detections, averaged over detections. Undefined without any.
 * @see Naeini, Cooper and Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015 */
export function expectedCalibrationError({ detections, bins }: ReliabilityCurve): number | undefined {
  if (detections === 0) return undefined;
  const distance = bins.reduce((sum, bin) => sum + bin.detections * Math.abs(bin.meanScore - bin.shareRight), 0);
  return distance / detections;
}
