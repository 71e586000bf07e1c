/** @file The thresholds of the notebook's quality-control cells. */

/** A reference counts as found above this IoU. */
export const QUALITY_IOU = 0.5;

/** Detections above this score count as confident. */
export const QUALITY_SCORE = 0.5;
