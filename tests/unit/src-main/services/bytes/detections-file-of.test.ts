/** @file A run as the file that evaluation reads. */
import { expect, test } from "vitest";
import { detectionsFileOf } from "../../../../../src-main/services/bytes/detections-file-of";
import { DetectionsFile } from "../../../../../src-shared/contract/detections-file";
import type { RunTable, RunTableHead } from "../../../../../src-shared/contract/run-table";
import { AnnotationId, DetectionId, InstanceId } from "../../../../../src-shared/domain/identifiers";

function buildTable(patients: readonly string[]): RunTable {
  const images: RunTableHead["images"] = patients.map((patientId, index) => ({
    instanceId: InstanceId.parse(`1.2.${index}`),
    patientId,
    rows: 80,
    columns: 100,
    detections: index === 0 ? 2 : 0,
    references: index === 1 ? 1 : 0,
  }));
  return {
    head: {
      labels: ["Pneumonia", "Nodule"],
      images,
      detectionIds: ["d1", "d2"].map((id) => DetectionId.parse(id)),
      detectionLabels: [1, 0],
      referenceIds: [AnnotationId.parse("a1")],
      referenceLabels: [0],
    },
    detections: Float32Array.of(1, 2, 3, 4, 0.75, 5, 6, 7, 8, 0.5),
    references: Float32Array.of(10, 20, 30, 40),
  };
}

test("boxes stand on their images in image pixels, with score and label", () => {
  const file = detectionsFileOf(buildTable(["p0", "p1"]));
  expect(DetectionsFile.parse(file)).toEqual({
    boxFormat: "xyxy",
    images: [
      { id: "p0", width: 100, height: 80 },
      { id: "p1", width: 100, height: 80 },
    ],
    groundTruth: [{ image: "p1", box: [10, 20, 30, 40], label: "Pneumonia" }],
    predictions: [
      { image: "p0", box: [1, 2, 3, 4], score: 0.75, label: "Nodule" },
      { image: "p0", box: [5, 6, 7, 8], score: 0.5, label: "Pneumonia" },
    ],
  });
});

test("images of one patient are told apart by their instances", () => {
  expect(detectionsFileOf(buildTable(["p0", "p0"])).images.map(({ id }) => id)).toEqual(["1.2.0", "1.2.1"]);
});
