/** @file Checks the way of a run's boxes into the table that is evaluated. */
import { expect, test } from "vitest";
import { tabulateRun } from "../../../../../src-main/detection/evaluation/tabulate-run";
import type { RunTable } from "../../../../../src-shared/contract/run-table";
import type { AnnotationId, DetectionId, InstanceId } from "../../../../../src-shared/domain/identifiers";

const run: RunTable = {
  head: {
    labels: ["nodule"],
    images: [
      { instanceId: "i1" as InstanceId, patientId: "p", rows: 200, columns: 100, detections: 1, references: 0 },
      { instanceId: "i2" as InstanceId, patientId: "p", rows: 400, columns: 400, detections: 1, references: 1 },
    ],
    detectionIds: ["d1", "d2"] as DetectionId[],
    detectionLabels: [0, 0],
    referenceIds: ["r1"] as AnnotationId[],
    referenceLabels: [0],
  },
  detections: Float32Array.of(10, 20, 30, 40, 0.5, 10, 20, 30, 40, 0.25),
  references: Float32Array.of(100, 100, 300, 200),
};

test("boxes are stretched from their image to the frame, scores are not", () => {
  const table = tabulateRun(run, { widthPx: 200, heightPx: 200 });
  expect([...table.detections]).toEqual([20, 20, 60, 40, 0.5, 5, 10, 15, 20, 0.25]);
  expect([...table.references]).toEqual([50, 50, 150, 100]);
  expect(table.head.images).toMatchObject([
    { id: "i1", patientId: "p", widthPx: 200, heightPx: 200, detections: 1, references: 0 },
    { id: "i2", patientId: "p", widthPx: 200, heightPx: 200, detections: 1, references: 1 },
  ]);
});

test("without a frame boxes stay in pixels of their image", () => {
  const table = tabulateRun(run);
  expect([...table.detections]).toEqual([...run.detections]);
  expect(table.head.images[0]).toMatchObject({ widthPx: 100, heightPx: 200 });
});
