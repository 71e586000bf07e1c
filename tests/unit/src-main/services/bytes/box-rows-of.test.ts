/** @file A run's boxes as the rows of a table. */
import { expect, test } from "vitest";
import { boxRowsOf } from "../../../../../src-main/services/bytes/box-rows-of";
import type { RunTable } from "../../../../../src-shared/contract/run-table";
import { AnnotationId, DetectionId, InstanceId } from "../../../../../src-shared/domain/identifiers";

test("each box is one row, image by image, with detections before reference boxes and no score on these", () => {
  const image = (name: string, detections: number, references: number) => {
    return {
      instanceId: InstanceId.parse(name),
      patientId: `p-${name}`,
      rows: 10,
      columns: 10,
      detections,
      references,
    };
  };
  const table: RunTable = {
    head: {
      labels: ["Pneumonia", "Nodule"],
      images: [image("a", 1, 0), image("b", 1, 1)],
      detectionIds: ["1-0", "2-0"].map((id) => DetectionId.parse(id)),
      detectionLabels: [1, 0],
      referenceIds: [AnnotationId.parse("r1")],
      referenceLabels: [0],
    },
    detections: Float32Array.of(1, 2, 3, 4, 0.5, 5, 6, 7, 8, 0.25),
    references: Float32Array.of(5, 6, 7, 9),
  };

  expect(boxRowsOf(table)).toEqual([
    ["instance", "patient", "box", "label", "x1", "y1", "x2", "y2", "score"],
    ["a", "p-a", "detection", "Nodule", 1, 2, 3, 4, 0.5],
    ["b", "p-b", "detection", "Pneumonia", 5, 6, 7, 8, 0.25],
    ["b", "p-b", "reference", "Pneumonia", 5, 6, 7, 9, undefined],
  ]);
});
