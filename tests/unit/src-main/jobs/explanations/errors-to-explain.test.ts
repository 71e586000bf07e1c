/** @file Which boxes of a run get a map, and in which order. */
import { expect, test } from "vitest";
import { errorsToExplain } from "../../../../../src-main/jobs/explanations/errors-to-explain";
import type { RunTable } from "../../../../../src-shared/contract/run-table";
import { AnnotationId, DetectionId, InstanceId } from "../../../../../src-shared/domain/identifiers";

const ALL = { falsePositives: true, misses: true, truePositives: true };
const THRESHOLDS = { scoreThreshold: 0.3, iouThreshold: 0.5 };
const SMALL = [0, 0, 10, 10] as const;
const LARGE = [50, 50, 90, 90] as const;
const ELSEWHERE = [200, 200, 220, 220] as const;

/** a: finds the small box, misses the large one, draws elsewhere at 0.5; b: draws elsewhere at 0.9 and, below the
 * threshold, at 0.2. */
function buildTable(): RunTable {
  const image = (instanceId: string, detections: number, references: number) => ({
    instanceId: InstanceId.parse(instanceId),
    patientId: instanceId,
    rows: 256,
    columns: 256,
    detections,
    references,
  });
  return {
    head: {
      labels: ["Pneumonia"],
      images: [image("a", 2, 2), image("b", 2, 0)],
      detectionIds: ["a-0", "a-1", "b-0", "b-1"].map((id) => DetectionId.parse(id)),
      detectionLabels: [0, 0, 0, 0],
      referenceIds: ["small", "large"].map((id) => AnnotationId.parse(id)),
      referenceLabels: [0, 0],
    },
    detections: Float32Array.of(...SMALL, 0.8, ...ELSEWHERE, 0.5, ...ELSEWHERE, 0.9, ...ELSEWHERE, 0.2),
    references: Float32Array.of(...SMALL, ...LARGE),
  };
}

const detection = (id: string) => ({ kind: "detection", detectionId: id });
const miss = (id: string) => ({ kind: "miss", annotationId: id });

test("the image of the most confident false positive comes first, and brings what else it has", () => {
  expect(errorsToExplain(buildTable(), { ...THRESHOLDS, which: ALL })).toEqual([
    { instanceId: "b", targets: [detection("b-0")] },
    { instanceId: "a", targets: [detection("a-1"), miss("large"), detection("a-0")] },
  ]);
});

test("only the kinds that are asked for, and of each only so many, are listed", () => {
  const which = { falsePositives: true, misses: false, truePositives: false };

  expect(errorsToExplain(buildTable(), { ...THRESHOLDS, which, limit: 1 })).toEqual([
    { instanceId: "b", targets: [detection("b-0")] },
  ]);
  expect(errorsToExplain(buildTable(), { ...THRESHOLDS, which: { ...which, falsePositives: false } })).toEqual([]);
});

test("a detection below the score threshold is no error, and what it found counts as missed", () => {
  const which = { falsePositives: true, misses: true, truePositives: true };

  const listed = errorsToExplain(buildTable(), { ...THRESHOLDS, scoreThreshold: 0.85, which });

  expect(listed).toEqual([
    { instanceId: "b", targets: [detection("b-0")] },
    { instanceId: "a", targets: [miss("large"), miss("small")] },
  ]);
});
