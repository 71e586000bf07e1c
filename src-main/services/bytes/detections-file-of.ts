/** @file A run's detections and reference boxes as the file that `overread evaluate --detections` reads. */
import type { DetectionsFile } from "../../../src-shared/contract/detections-file";
import {
  DETECTION_STRIDE,
  REFERENCE_STRIDE,
  type RunTable,
  type RunTableHead,
} from "../../../src-shared/contract/run-table";

type Corners = [number, number, number, number];

/** Boxes stay in image pixels. */
export function detectionsFileOf({ head, detections, references }: RunTable): DetectionsFile {
  const ids = imageNames(head.images);
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
    images: head.images.map((image, index) => ({ id: ids[index]!, width: image.columns, height: image.rows })),
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

/** The patient's identifier, as RSNA's own files name an image, where every patient has one image; else the instance's. */
function imageNames(images: RunTableHead["images"]): readonly string[] {
  const areUnique = new Set(images.map(({ patientId }) => patientId)).size === images.length;
  return images.map(({ patientId, instanceId }) => (areUnique ? patientId : instanceId));
}

function repeatEach(names: readonly string[], counts: readonly number[]): readonly string[] {
  return names.flatMap((name, index) => Array.from({ length: counts[index]! }, () => name));
}

function cornersAt(values: Float32Array, start: number): Corners {
  return [values[start]!, values[start + 1]!, values[start + 2]!, values[start + 3]!];
}
