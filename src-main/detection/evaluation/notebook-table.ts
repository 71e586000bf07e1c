/** @file The boxes of all images as the teaching notebook's tensors hold them: float32 corners and scores. */
import { DETECTION_STRIDE, REFERENCE_STRIDE } from "../../../src-shared/contract/run-table";
import type { Box } from "../../../src-shared/domain/box";
import { intersectionOverUnionFloat32 } from "../boxes/intersection-over-union-float32";
import type { EvaluationTable } from "./evaluation-table";

export interface NotebookTable {
  readonly head: EvaluationTable["head"];
  /** [D, 5] x1, y1, x2, y2, score; an image's in falling score as torchvision returns them. */
  readonly detections: Float32Array;
  /** [R, 4] x1, y1, x2, y2. */
  readonly references: Float32Array;
  /** One for each image. */
  readonly images: readonly ImageRows[];
}

/** The rows of one image; each end is the first row after it. */
export interface ImageRows {
  readonly id: string;
  readonly firstDetection: number;
  readonly endDetection: number;
  readonly firstReference: number;
  readonly endReference: number;
}

/** Rounds every number to float32, as the notebook's tensors do. */
export function notebookTable({ head, detections, references }: EvaluationTable): NotebookTable {
  let endDetection = 0;
  let endReference = 0;
  const images = head.images.map((image) => {
    const firstDetection = endDetection;
    const firstReference = endReference;
    endDetection += image.detections;
    endReference += image.references;
    return { id: image.id, firstDetection, endDetection, firstReference, endReference };
  });
  return { head, detections: Float32Array.from(detections), references: Float32Array.from(references), images };
}

/** float32 intersection over float32 union, their ratio unrounded; 0 between boxes of different labels, which the
 * notebook, having one class, never meets. */
export function overlapOf(table: NotebookTable, detection: number, reference: number): number {
  const { detectionLabels, referenceLabels } = table.head;
  if (detectionLabels[detection] !== referenceLabels[reference]) return 0;
  return intersectionOverUnionFloat32(referenceBox(table, reference), detectionBox(table, detection));
}

/** float32, by row of the table. */
export function scoreOf({ detections }: NotebookTable, detection: number): number {
  return detections[detection * DETECTION_STRIDE + 4]!;
}

/** float32 corners, by row of the table. */
export function detectionBox({ detections }: NotebookTable, detection: number): Box {
  return boxAt(detections, detection * DETECTION_STRIDE);
}

/** float32 corners, by row of the table. */
export function referenceBox({ references }: NotebookTable, reference: number): Box {
  return boxAt(references, reference * REFERENCE_STRIDE);
}

function boxAt(boxes: Float32Array, start: number): Box {
  return { x1: boxes[start]!, y1: boxes[start + 1]!, x2: boxes[start + 2]!, y2: boxes[start + 3]! };
}
