/** @file Two runs' tables are cut down to the images that both hold, with every box still in its place. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { pairTables } from "../../../../src-main/jobs/pair-tables";
import { DETECTION_STRIDE, REFERENCE_STRIDE, type RunTable } from "../../../../src-shared/contract/run-table";
import { AnnotationId, DetectionId, InstanceId } from "../../../../src-shared/domain/identifiers";

type Counts = readonly (readonly [image: number, detections: number, references: number])[];

/** Every value tells its image and its place, so that a box in another's place is seen. */
function buildTable(counts: Counts): RunTable {
  const rows = (of: 1 | 2, stride: number) =>
    counts.flatMap((count) => Array.from({ length: count[of] * stride }, (_, place) => count[0] * 1000 + place));
  const names = (of: 1 | 2) =>
    counts.flatMap((count) => Array.from({ length: count[of] }, (_, row) => `${count[0]}-${row}`));
  const images = counts.map(([image, detections, references]) => {
    const instanceId = InstanceId.parse(`image-${image}`);
    return { instanceId, patientId: `p${image}`, rows: 10, columns: 10, detections, references };
  });
  return {
    head: {
      labels: ["a"],
      images,
      detectionIds: names(1).map((name) => DetectionId.parse(name)),
      detectionLabels: names(1).map(() => 0),
      referenceIds: names(2).map((name) => AnnotationId.parse(name)),
      referenceLabels: names(2).map(() => 0),
    },
    detections: Float32Array.from(rows(1, DETECTION_STRIDE)),
    references: Float32Array.from(rows(2, REFERENCE_STRIDE)),
  };
}

const arbitraryCounts: fc.Arbitrary<Counts> = fc.uniqueArray(
  fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 3 }), fc.nat({ max: 3 })),
  { selector: ([image]) => image, maxLength: 8 },
);

test("each side is the table of its images that the other holds too, in the left run's order", () => {
  fc.assert(
    fc.property(arbitraryCounts, arbitraryCounts, (left, right) => {
      const shared = left.flatMap(([image]) => right.filter(([other]) => other === image));

      const paired = pairTables(buildTable(left), buildTable(right));

      const leftShared = left.filter(([image]) => shared.some(([other]) => other === image));
      expect(paired.left).toEqual(buildTable(leftShared));
      expect(paired.right).toEqual(buildTable(shared));
      expect(paired.leftOut).toBe(left.length + right.length - 2 * shared.length);
    }),
  );
});
