/** @file The figures beyond the notebook's and COCO's: by image, by finding, by kind of error, and how far scores can be
 * believed. */
import type { CalibrationErrors, Evaluation } from "../../../src-shared/domain/evaluation";
import { expectedCalibrationError } from "../../../src-shared/figures/calibration-error";
import { frocCurve, meanSensitivity, sensitivityAt } from "../../../src-shared/figures/froc-curve";
import { imageRoc, type ImageRoc } from "../../../src-shared/figures/image-roc";
import { reliabilityCurve } from "../../../src-shared/figures/reliability-curve";
import { scoresOf } from "../../../src-shared/figures/scores-of";
import { verdictsOf } from "../../../src-shared/figures/verdicts-of";
import { matchRun, type MatchThresholds } from "../../../src-shared/matching/match-run";
import { jafroc } from "../errors/jafroc";
import { tide } from "../errors/tide";
import { detectionCalibrationError } from "./detection-calibration-error";
import type { EvaluationTable } from "./evaluation-table";
import { rsnaChallenge } from "./rsna-challenge";

export interface FurtherFigures {
  /** Under the names of the domain; undefined ones are absent. */
  readonly figures: Pick<
    Evaluation,
    "operatingPoint" | "rsna" | "froc" | "cpm" | "auc" | "jafroc" | "tide" | "tideAllImages" | "calibrationErrors"
  >;
  /** Undefined unless there are images of both kinds. */
  readonly roc: Pick<ImageRoc, "auc" | "positives" | "negatives"> | undefined;
}

export interface FurtherTables {
  /** In the frame that the model sees, for figures that tell sizes or are compared with COCO's. */
  readonly table: EvaluationTable;
  /** In pixels of the images, as panels count: in the other frame a box at the threshold could round to its other side. */
  readonly shown: EvaluationTable;
}

/** The score threshold makes the operating point and the challenge's submission; the IoU threshold says which detections
 * are right, but for TIDE, whose costs are of AP at 0.5, and the challenge, which has thresholds of its own. About a
 * second for 200,000 detections. */
export function furtherFigures({ table, shown }: FurtherTables, thresholds: MatchThresholds): FurtherFigures {
  const { scoreThreshold, iouThreshold } = thresholds;
  const curve = frocCurve(shown, iouThreshold);
  const froc = curve && sensitivityAt(curve);
  const roc = imageRoc(shown);
  const figures = withoutUndefined({
    operatingPoint: matchRun(shown, thresholds).counts,
    rsna: rsnaChallenge(shown, { scoreThreshold }),
    froc: froc && [...froc],
    cpm: froc && meanSensitivity(froc),
    auc: roc?.auc,
    jafroc: jafroc(shown, { iouThreshold }),
    tide: tide(table),
    tideAllImages: tide(table, { images: "all" }),
    calibrationErrors: calibrationErrors(shown, iouThreshold),
  });
  return { figures, roc: roc && { auc: roc.auc, positives: roc.positives, negatives: roc.negatives } };
}

/** In ten even bins, and with place and size. */
function calibrationErrors(shown: EvaluationTable, iouThreshold: number): CalibrationErrors {
  const verdicts = verdictsOf(shown, iouThreshold);
  return withoutUndefined({
    ece: expectedCalibrationError(reliabilityCurve(scoresOf(shown), verdicts)),
    detectionEce: detectionCalibrationError(shown, verdicts),
  });
}

type Defined<Fields> = {
  [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key];
} & { [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], undefined> };

function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  // Removing exactly the keys whose value is undefined is what the type says.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>;
}
