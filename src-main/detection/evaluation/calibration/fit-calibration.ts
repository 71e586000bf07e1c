/** @file Fits the map from the scores of a run to shares of right detections, by any method. */
import type { CalibrationMap, CalibrationMethod } from "../../../../src-shared/domain/calibration";
import { Failure } from "../../../../src-shared/domain/failure";
import { fitBeta } from "./fit-beta";
import { fitIsotonic } from "./fit-isotonic";
import { fitLogistic } from "./fit-logistic";
import { fitTemperature } from "./fit-temperature";

type Fit = (scores: ArrayLike<number>, verdicts: ArrayLike<number>) => CalibrationMap;

const FITS: Readonly<Record<CalibrationMethod, Fit>> = {
  temperature: fitTemperature,
  logistic: fitLogistic,
  isotonic: fitIsotonic,
  beta: fitBeta,
};

/** With fewer, every method follows chance. */
export const FEWEST_DETECTIONS = 10;

/** `scores` and `verdicts` (1 right, 0 wrong) are [D]; each method's file names its source. The map never falls. At most
 * about 0.5 s for 200,000 detections.
 * @throws {Failure} `invalid-input` for fewer than ten detections, for detections that are all right or all wrong, and
 * for a score outside of 0 to 1. */
export function fitCalibration(
  scores: ArrayLike<number>,
  verdicts: ArrayLike<number>,
  method: CalibrationMethod,
): CalibrationMap {
  requireFit(scores, verdicts);
  return FITS[method](scores, verdicts);
}

function requireFit(scores: ArrayLike<number>, verdicts: ArrayLike<number>): void {
  if (scores.length !== verdicts.length) {
    throw new Failure("invalid-input", `There are ${scores.length} scores, but ${verdicts.length} verdicts on them.`);
  }
  const strange = Array.from(scores).find((score) => !(score >= 0 && score <= 1));
  if (strange !== undefined) {
    throw new Failure("invalid-input", `A detection has the score ${strange}; a number from 0 to 1 was expected.`);
  }
  if (scores.length < FEWEST_DETECTIONS) {
    throw new Failure(
      "invalid-input",
      `The run has ${countDetections(scores.length)}; a calibration needs at least ${FEWEST_DETECTIONS}.`,
    );
  }
  const right = Array.from(verdicts).filter((verdict) => verdict > 0).length;
  if (right > 0 && right < scores.length) return;
  const all = right > 0 ? "right" : "wrong";
  throw new Failure(
    "invalid-input",
    `All ${countDetections(scores.length)} of the run are ${all}; a calibration needs right and wrong ones.`,
  );
}

function countDetections(count: number): string {
  return count === 1 ? "1 detection" : `${count} detections`;
}
