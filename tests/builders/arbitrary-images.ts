/** @file Wild images for property tests: boxes that often overlap, scores that often tie, references of two labels. */
import * as fc from "fast-check";
import type { RunTable } from "../../src-shared/contract/run-table";
import type { Box } from "../../src-shared/domain/box";
import type { AnnotationId, DetectionId, InstanceId } from "../../src-shared/domain/identifiers";
import type { EvaluationTable } from "../../src-main/detection/evaluation/evaluation-table";

export interface PlainReference {
  readonly box: Box;
  readonly label?: string;
}

export interface PlainDetection extends PlainReference {
  readonly score: number;
}

export interface PlainImage {
  readonly id: string;
  readonly references: readonly PlainReference[];
  /** In falling score. */
  readonly detections: readonly PlainDetection[];
}

/** Whole pixels on a small frame, so that overlaps and ties are common; sizes from 1. */
export const arbitraryBox: fc.Arbitrary<Box> = fc
  .record({
    x1: fc.integer({ min: 0, max: 20 }),
    y1: fc.integer({ min: 0, max: 20 }),
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ x1, y1, width, height }) => ({ x1, y1, x2: x1 + width, y2: y1 + height }));

const arbitraryLabel = fc.constantFrom("nodule", "effusion");

/** 1/20 steps, as float32: ties happen. */
const tyingScore = fc.integer({ min: 0, max: 20 }).map((step) => Math.fround(step / 20));

export function arbitraryImage(score: fc.Arbitrary<number> = tyingScore): fc.Arbitrary<PlainImage> {
  return fc
    .record({
      references: fc.array(fc.record({ box: arbitraryBox, label: arbitraryLabel }), { maxLength: 4 }),
      detections: fc.array(fc.record({ box: arbitraryBox, label: arbitraryLabel, score }), { maxLength: 8 }),
    })
    .map(({ references, detections }) => ({
      id: "image",
      references,
      detections: detections.toSorted((a, b) => b.score - a.score),
    }));
}

export function arbitraryImages(score?: fc.Arbitrary<number>): fc.Arbitrary<readonly PlainImage[]> {
  return fc
    .array(arbitraryImage(score), { maxLength: 6 })
    .map((images) => images.map((image, index) => Object.assign(image, { id: `image-${index}` })));
}

/** Thresholds on the same steps as the scores, so that a score often lies exactly on one. */
export const arbitraryThresholds = fc.record({
  scoreThreshold: fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
  iouThreshold: fc.integer({ min: 1, max: 9 }).map((step) => step / 10),
});

/** The images as a run's table, rows in the images' order. */
export function runTableOf(images: readonly PlainImage[]): RunTable {
  const labels = ["nodule", "effusion"];
  const detections = images.flatMap((image) => image.detections);
  const references = images.flatMap((image) => image.references);
  return {
    head: {
      labels,
      images: images.map((image) => ({
        instanceId: image.id as InstanceId,
        patientId: `patient of ${image.id}`,
        rows: 64,
        columns: 64,
        detections: image.detections.length,
        references: image.references.length,
      })),
      detectionIds: detections.map((_, index) => `detection-${index}` as DetectionId),
      detectionLabels: detections.map((detection) => labels.indexOf(detection.label ?? "")),
      referenceIds: references.map((_, index) => `reference-${index}` as AnnotationId),
      referenceLabels: references.map((reference) => labels.indexOf(reference.label ?? "")),
    },
    detections: Float32Array.from(detections.flatMap(({ box, score }) => [box.x1, box.y1, box.x2, box.y2, score])),
    references: Float32Array.from(references.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
  };
}

/** The images as the table that is evaluated, in a frame of 64 × 64 pixels; each is its own patient. */
export function evaluationTableOf(images: readonly PlainImage[]): EvaluationTable {
  const detections = images.flatMap((image) => image.detections);
  const references = images.flatMap((image) => image.references);
  const labels = [...new Set([...references, ...detections].map(({ label = "" }) => label))];
  return {
    head: {
      labels,
      images: images.map(({ id, ...boxes }) => ({
        id,
        patientId: id,
        widthPx: 64,
        heightPx: 64,
        detections: boxes.detections.length,
        references: boxes.references.length,
      })),
      detectionLabels: detections.map(({ label = "" }) => labels.indexOf(label)),
      referenceLabels: references.map(({ label = "" }) => labels.indexOf(label)),
    },
    detections: Float64Array.from(detections.flatMap(({ box, score }) => [box.x1, box.y1, box.x2, box.y2, score])),
    references: Float64Array.from(references.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
  };
}
