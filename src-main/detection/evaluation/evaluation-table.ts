/** @file What every figure reads: the boxes of all images in flat arrays, in the frame that they are evaluated in. */
import type { MatchableRun } from "../../../src-shared/matching/match-run";

/** Rows stand image by image in the order of the head's images; detections of an image in falling score, ties as they
 * came. Boxes are in pixels of their image's frame; x1 ≤ x2 and y1 ≤ y2. */
export interface EvaluationTable extends MatchableRun {
  readonly head: {
    readonly labels: readonly string[];
    readonly images: readonly EvaluatedImage[];
    /** [D] index into `labels`. */
    readonly detectionLabels: readonly number[];
    /** [R] index into `labels`. */
    readonly referenceLabels: readonly number[];
  };
  /** [D, 5] x1, y1, x2, y2, score from 0 to 1. */
  readonly detections: Float64Array;
  /** [R, 4] x1, y1, x2, y2. */
  readonly references: Float64Array;
  /** Only where there are crowd regions, which no other part of the table knows: for COCO's figures. */
  readonly crowded?: CrowdedReferences;
}

/** References and crowd regions together, image by image, in the file's order, by which COCO breaks ties. */
export interface CrowdedReferences {
  /** [C] index into the head's `labels`. */
  readonly labels: readonly number[];
  /** [C, 4] x1, y1, x2, y2. */
  readonly references: Float64Array;
  /** [images] how many rows are each image's. */
  readonly counts: Int32Array;
  /** [C] 1 for a crowd region, 0 for a reference. */
  readonly isCrowd: Uint8Array;
}

export interface EvaluatedImage {
  /** As people know it; each once. */
  readonly id: string;
  /** The image's own identifier where the patient is unknown. */
  readonly patientId: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** How many rows of the table are this image's. */
  readonly detections: number;
  readonly references: number;
}
