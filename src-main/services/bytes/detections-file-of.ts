/** @file A run's detections and reference boxes as the file that `overread evaluate --detections` reads. */
import type { DetectionsFile } from "../../../src-shared/contract/detections-file";
import { nameImages } from "../../../src-shared/contract/name-images";
import { DETECTION_STRIDE, REFERENCE_STRIDE, type RunTable } from "../../../src-shared/contract/run-table";

type Corners = [number, number, number, number];

/** Boxes stay in image pixels. */
export function detectionsFileOf({ head, detections, references }: RunTable): DetectionsFile {
  const ids = nameImages(head.images);
  const imageOfDetection = repeatEach(
    ids,
    head.images.map((image) => image.detections),
  );
  const imageOfReference = repeatEach(
    ids,
    head.images.map((image) => image.references),
  );
  return {
    boxFormat: "xyxy",
    images: head.images.map(({ patientId, columns, rows }, index) => ({
      id: ids[index]!,
      width: columns,
      height: rows,
      ...(patientId !== ids[index] && { patient: patientId }),
    })),
    groundTruth: imageOfReference.map((image, index) => ({
      image,
      box: cornersAt(references, index * REFERENCE_STRIDE),
      label: head.labels[head.referenceLabels[index]!]!,
    })),
    predictions: imageOfDetection.map((image, index) => ({
      image,
      box: cornersAt(detections, index * DETECTION_STRIDE),
      score: detections[index * DETECTION_STRIDE + 4]!,
      label: head.labels[head.detectionLabels[index]!]!,
    })),
  };
}

function repeatEach(names: readonly string[], counts: readonly number[]): readonly string[] {
  return names.flatMap((name, index) => Array.from({ length: counts[index]! }, () => name));
}

function cornersAt(values: Float32Array, start: number): Corners {
  return [values[start]!, values[start + 1]!, values[start + 2]!, values[start + 3]!];
}
