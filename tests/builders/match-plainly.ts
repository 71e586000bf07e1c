/** @file The rule by which detections find references on one image, written to be read: the judge of `matchRun`. */
import type { Box } from "../../src-shared/domain/box";
import type { PlainDetection, PlainReference } from "./arbitrary-images";

interface ImageMatches {
  /** For each detection the index of the reference that it found; undefined for a false positive. */
  readonly referenceOf: readonly (number | undefined)[];
  /** For each reference the index of the detection that found it; undefined for a miss. */
  readonly detectionOf: readonly (number | undefined)[];
  /** For each detection its greatest IoU with any reference of its label, matched or not. */
  readonly bestIou: readonly number[];
  /** For each reference its greatest IoU with any detection of its label, matched or not. */
  readonly bestIouOfReference: readonly number[];
}

/** Greedy matching in falling score: each detection takes the free reference of its label that it overlaps most, from
 * `iouThreshold` up. Detections that tie in score keep their order. Since a lower score never takes a reference from
 * a higher one, matching the detections above any score threshold gives the same pairs as filtering these.
 * @see Lin et al., arXiv:1405.0312, section on evaluation; Everingham et al., IJCV 2010, section 4.2 */
export function matchPlainly(
  detections: readonly PlainDetection[],
  references: readonly PlainReference[],
  iouThreshold: number,
): ImageMatches {
  const referenceOf: (number | undefined)[] = detections.map(() => undefined);
  const detectionOf: (number | undefined)[] = references.map(() => undefined);
  const bestIou = detections.map(() => 0);
  const bestIouOfReference = references.map(() => 0);

  for (const index of orderByFallingScore(detections)) {
    const detection = detections[index]!;
    let best: { reference: number; iou: number } | undefined;
    references.forEach((reference, candidate) => {
      if (reference.label !== detection.label) return;
      const iou = intersectionOverUnion(detection.box, reference.box);
      bestIou[index] = Math.max(bestIou[index]!, iou);
      bestIouOfReference[candidate] = Math.max(bestIouOfReference[candidate]!, iou);
      const isFree = detectionOf[candidate] === undefined;
      if (isFree && iou >= iouThreshold && iou > (best?.iou ?? 0)) best = { reference: candidate, iou };
    });
    if (!best) continue;
    referenceOf[index] = best.reference;
    detectionOf[best.reference] = index;
  }
  return { referenceOf, detectionOf, bestIou, bestIouOfReference };
}

/** Intersection over union of two boxes in the same frame, 0 to 1; 0 where both are empty.
 * @see Everingham et al., The PASCAL Visual Object Classes Challenge, IJCV 2010, section 4.2 */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - intersection);
}

function orderByFallingScore(detections: readonly PlainDetection[]): readonly number[] {
  return detections.map((_, index) => index).toSorted((a, b) => detections[b]!.score - detections[a]!.score);
}
