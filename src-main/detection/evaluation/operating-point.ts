/** @file Right detections, wrong ones and misses of all images together at one score and one IoU threshold. */
import type { OperatingPoint } from "../../../src-shared/domain/evaluation";
import { matchRun, type MatchableRun, type MatchThresholds } from "../../../src-shared/matching/match-run";
import type { EvaluationImage, EvaluationInput } from "./evaluation-input";

/** The counts that the front end shows for the same boxes: both sides match by `matchRun`, in float32. */
export function operatingPoint(input: EvaluationInput, thresholds: MatchThresholds): OperatingPoint {
  return matchRun(flatten(input.images), thresholds).counts;
}

function flatten(images: readonly EvaluationImage[]): MatchableRun {
  const detections = images.flatMap((image) => image.detections);
  const references = images.flatMap((image) => image.references);
  const labels = new Map<string | undefined, number>();
  const numberOf = ({ label }: { readonly label?: string }): number => {
    if (!labels.has(label)) labels.set(label, labels.size);
    return labels.get(label)!;
  };
  return {
    head: {
      images: images.map((image) => ({ detections: image.detections.length, references: image.references.length })),
      detectionLabels: detections.map(numberOf),
      referenceLabels: references.map(numberOf),
    },
    detections: Float32Array.from(detections.flatMap(({ box, score }) => [box.x1, box.y1, box.x2, box.y2, score])),
    references: Float32Array.from(references.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
  };
}
