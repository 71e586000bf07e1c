/** @file What a detector found, before it is named: the form that all conventions come to. */

export interface FoundBoxes {
  /** [N, 4] (x1, y1, x2, y2) in pixels of the detector's input. */
  readonly boxes: Float32Array;
  /** [N], falling. */
  readonly scores: Float32Array;
  /** [N] class numbers. */
  readonly labels: Int32Array;
}
