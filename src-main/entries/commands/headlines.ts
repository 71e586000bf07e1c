/** @file The names of the headline figures, and why one may have no value. */
import type { HeadlineFigure } from "../../../src-shared/domain/evaluation";

export const NO_REFERENCES = "the images have no reference box";

/** Name, and why there is no value where there is none. */
export const HEADLINES = {
  AP: ["AP (COCO)", NO_REFERENCES],
  AP50: ["AP at IoU 0.50", NO_REFERENCES],
  AP75: ["AP at IoU 0.75", NO_REFERENCES],
  rsna: ["RSNA challenge", "no image has a box or a detection that counts"],
  cpm: ["FROC mean sensitivity (CPM)", NO_REFERENCES],
  auc: ["AUC by image", "the images are all positive or all negative"],
  precision: ["Precision", "no detection reaches the score threshold"],
  recall: ["Recall", NO_REFERENCES],
} as const satisfies Record<HeadlineFigure, readonly [name: string, whyUndefined: string]>;
