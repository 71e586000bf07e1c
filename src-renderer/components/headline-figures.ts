/** @file Names, definitions and digits of the figures at the top of a report, in a reader's words. */
import type { Evaluation, HeadlineFigure } from "../../src-shared/domain/evaluation";
import { unreachable } from "../../src-shared/domain/unreachable";

export interface HeadlineFigureWords {
  readonly name: string;
  readonly definition: string;
  /** Said instead of the value where there is none. */
  readonly whyUndefined: string;
}

const NO_REFERENCES = "The images have no reference box.";

export const HEADLINE_FIGURE_WORDS = {
  AP: {
    name: "AP",
    definition:
      "Average precision: mean over IoU 0.50, 0.55 … 0.95 of the area under the precision-recall curve (COCO).",
    whyUndefined: NO_REFERENCES,
  },
  AP50: { name: "AP 50", definition: "Average precision at IoU 0.50 (COCO).", whyUndefined: NO_REFERENCES },
  AP75: { name: "AP 75", definition: "Average precision at IoU 0.75 (COCO).", whyUndefined: NO_REFERENCES },
  rsna: {
    name: "RSNA",
    definition:
      "The RSNA challenge’s metric: TP / (TP + FP + FN) per image, mean over IoU 0.40, 0.45 … 0.75 and over images with boxes or detections.",
    whyUndefined: "No image has a box or a detection.",
  },
  cpm: {
    name: "CPM",
    definition: "Mean sensitivity by lesion at 1/8, 1/4, 1/2, 1, 2, 4 and 8 false positives an image (FROC).",
    whyUndefined: NO_REFERENCES,
  },
  auc: {
    name: "AUC by image",
    definition: "Area under the ROC curve of images with against images without boxes, by their highest score.",
    whyUndefined: "The images are all positive or all negative.",
  },
  precision: {
    name: "Precision",
    definition: "True positives among all detections at the thresholds.",
    whyUndefined: "No detection reaches the score threshold.",
  },
  recall: {
    name: "Recall",
    definition: "Reference boxes found among all reference boxes at the thresholds.",
    whyUndefined: NO_REFERENCES,
  },
} satisfies Record<HeadlineFigure, HeadlineFigureWords>;

export const FIGURE_DIGITS = 3;

/** What an evaluation says of a figure; undefined where it has no value, or where the evaluation is too old to hold it. */
export function headlineValue(evaluation: Evaluation, figure: HeadlineFigure): number | undefined {
  switch (figure) {
    case "AP":
    case "AP50":
    case "AP75":
      return evaluation.coco[figure];
    case "rsna":
    case "cpm":
    case "auc":
      return evaluation[figure];
    case "precision":
    case "recall":
      return evaluation.operatingPoint[figure];
    default:
      return unreachable(figure);
  }
}

/** Older versions knew neither FROC nor calibration, so most figures are absent for another reason than usual. */
export function isOfOlderVersion({ froc, calibrationErrors }: Evaluation): boolean {
  return froc === undefined && calibrationErrors === undefined;
}

export const NOT_HELD = "This evaluation is of an older version that did not compute it; evaluate the run again.";

const LATER_FIGURES: ReadonlySet<HeadlineFigure> = new Set(["rsna", "cpm", "auc"]);

/** Why this evaluation may have no value for the figure. */
export function whyUndefinedIn(evaluation: Evaluation, figure: HeadlineFigure): string {
  const isLater = LATER_FIGURES.has(figure) && isOfOlderVersion(evaluation);
  return isLater ? NOT_HELD : HEADLINE_FIGURE_WORDS[figure].whyUndefined;
}
