/** @file A run's detections and reference boxes as the rows of a table, one box a row. */
import { DETECTION_STRIDE, REFERENCE_STRIDE, type RunTable } from "../../../src-shared/contract/run-table";

const HEAD = ["instance", "patient", "box", "label", "x1", "y1", "x2", "y2", "score"] as const;

/** Image by image, detections in falling score before the reference boxes, which have no score; corners in pixels of the
 * image. The head comes first. */
export function boxRowsOf({ head, detections, references }: RunTable): (string | number | undefined)[][] {
  const rows: (string | number | undefined)[][] = [[...HEAD]];
  let detection = 0;
  let reference = 0;
  for (const image of head.images) {
    const name = [image.instanceId, image.patientId];
    for (const end = detection + image.detections; detection < end; detection++) {
      const [x1, y1, x2, y2, score] = detections.subarray(detection * DETECTION_STRIDE);
      rows.push([...name, "detection", head.labels[head.detectionLabels[detection]!], x1, y1, x2, y2, score]);
    }
    for (const end = reference + image.references; reference < end; reference++) {
      const [x1, y1, x2, y2] = references.subarray(reference * REFERENCE_STRIDE);
      rows.push([...name, "reference", head.labels[head.referenceLabels[reference]!], x1, y1, x2, y2, undefined]);
    }
  }
  return rows;
}
