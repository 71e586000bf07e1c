/** @file Every figure that Overread knows of a set of detections, in the keys of `overread evaluate --json`. */
import type { Evaluation } from "../../../src-shared/domain/evaluation";
import { writeFigures, type EvaluationFigures } from "./figures";
import type { FurtherFigures } from "./further-figures";
import type { DetectionMeasures } from "./measure-detections";

/** Beside the keys of the reference figures, of which `tide` is one. An undefined figure is absent. */
export interface AllFigures
  extends
    EvaluationFigures,
    Pick<Evaluation, "operatingPoint" | "rsna" | "jafroc" | "tide" | "tideAllImages" | "intervals" | "resampling"> {
  /** Sensitivity at rates of false positives an image, and its mean over these. */
  readonly froc?: { readonly points: NonNullable<Evaluation["froc"]>; readonly cpm: number };
  /** By image. */
  readonly roc?: NonNullable<FurtherFigures["roc"]>;
  readonly calibration: NonNullable<Evaluation["calibrationErrors"]>;
}

/** Of the figures at the top of a report; empty where no patients were resampled. */
export type Certainty = Pick<Evaluation, "intervals" | "resampling">;

/** The measures under the names of the JSON; those of the reference figures first. */
export function writeAllFigures(
  measures: DetectionMeasures,
  { figures, roc }: FurtherFigures,
  certainty: Certainty,
): AllFigures {
  const { operatingPoint, rsna, froc, cpm, jafroc, tide, tideAllImages, calibrationErrors } = figures;
  return {
    ...writeFigures(measures),
    operatingPoint,
    ...(tide && { tide }),
    ...(tideAllImages && { tideAllImages }),
    ...(rsna !== undefined && { rsna }),
    ...(froc && cpm !== undefined && { froc: { points: froc, cpm } }),
    ...(roc && { roc }),
    ...(jafroc !== undefined && { jafroc }),
    calibration: calibrationErrors ?? {},
    ...certainty,
  };
}
