/** @file One image as the teaching notebook's tensors hold it: float32 boxes and scores, and all overlaps. */
import type { Box } from "../../../src-shared/domain/box";
import { intersectionOverUnionFloat32 } from "../boxes/intersection-over-union-float32";
import type { EvaluationImage, MatchableReference } from "./evaluation-input";

export interface NotebookImage {
  readonly id: string;
  /** float32 corners in pixels. */
  readonly references: readonly Box[];
  /** float32 corners in pixels, in falling score as torchvision returns them. */
  readonly detections: readonly Box[];
  /** [D] float32. */
  readonly scores: readonly number[];
  /** [R][D] float32 intersection over float32 union, their ratio unrounded; 0 between boxes of different labels, which
   * the notebook, having one class, never meets. */
  readonly overlaps: readonly (readonly number[])[];
}

/** Rounds one image's boxes and scores to float32 and measures every overlap, [R][D], as the notebook does. */
export function notebookImage(image: EvaluationImage): NotebookImage {
  const references = image.references.map(float32Box);
  const detections = image.detections.map(float32Box);
  const overlaps = references.map((reference, row) =>
    detections.map((detection, column) => {
      const hasSameLabel = image.references[row]!.label === image.detections[column]!.label;
      return hasSameLabel ? intersectionOverUnionFloat32(reference, detection) : 0;
    }),
  );
  const scores = image.detections.map(({ score }) => Math.fround(score));
  return { id: image.id, references, detections, scores, overlaps };
}

function float32Box({ box }: MatchableReference): Box {
  return { x1: Math.fround(box.x1), y1: Math.fround(box.y1), x2: Math.fround(box.x2), y2: Math.fround(box.y2) };
}
