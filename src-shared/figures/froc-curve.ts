/** @file The free-response curve: how many findings are seen at what price in false positives an image. */
import type { FrocPoint } from "../domain/evaluation";
import type { MatchableRun } from "../matching/match-run";
import { tallyByScore } from "./tally-by-score";

/** False positives an image at which sensitivity is told (van Ginneken et al., Medical Image Analysis 14, 2010). */
export const FROC_RATES = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8] as const;

export interface FrocCurvePoint extends FrocPoint {
  /** Detections from this score up are counted. */
  readonly score: number;
}

/** In falling score, detections that tie joined; sensitivity is the share of all reference boxes, false positives are
 * those of all images, with or without findings. A second detection of a found reference is a false positive, as in
 * every other figure here; LUNA16's script leaves it out. Undefined without images or without references; empty where
 * nothing was drawn.
 * @see Bunch et al., A free-response approach to the measurement and characterization of radiographic-observer
 * performance, 1978 */
export function frocCurve(run: MatchableRun, iouThreshold: number): readonly FrocCurvePoint[] | undefined {
  const { images, referenceLabels } = run.head;
  if (images.length === 0 || referenceLabels.length === 0) return undefined;
  return tallyByScore(run, iouThreshold).map(({ score, right, wrong }) => ({
    score,
    falsePositivesPerImage: wrong / images.length,
    sensitivity: right / referenceLabels.length,
  }));
}

/** Sensitivity at each rate, linear between the curve's points and from the origin to its first; beyond the last point
 * that point's, since nothing was drawn there. Where several points share a rate, the highest.
 * @see LUNA16, noduleCADEvaluationLUNA16.py: numpy.interp over the points of scikit-learn's roc_curve */
export function sensitivityAt(
  curve: readonly FrocPoint[],
  rates: readonly number[] = FROC_RATES,
): readonly FrocPoint[] {
  const points = [{ falsePositivesPerImage: 0, sensitivity: 0 }, ...curve];
  return rates.map((rate) => ({ falsePositivesPerImage: rate, sensitivity: interpolate(points, rate) }));
}

/** The mean sensitivity at given rates: with FROC_RATES the competition performance metric. Undefined without rates.
 * @see Niemeijer et al., On combining computer-aided detection systems, IEEE TMI 30, 2011 */
export function meanSensitivity(points: readonly FrocPoint[]): number | undefined {
  if (points.length === 0) return undefined;
  return points.reduce((sum, { sensitivity }) => sum + sensitivity, 0) / points.length;
}

/** The CPM of a run; undefined where its curve is. */
export function competitionMetric(run: MatchableRun, iouThreshold: number): number | undefined {
  const curve = frocCurve(run, iouThreshold);
  return curve && meanSensitivity(sensitivityAt(curve));
}

function interpolate(points: readonly FrocPoint[], rate: number): number {
  const last = points.findLastIndex(({ falsePositivesPerImage }) => falsePositivesPerImage <= rate);
  const low = points[last]!;
  const high = points[last + 1];
  if (!high) return low.sensitivity;
  const slope = (high.sensitivity - low.sensitivity) / (high.falsePositivesPerImage - low.falsePositivesPerImage);
  return slope * (rate - low.falsePositivesPerImage) + low.sensitivity;
}
