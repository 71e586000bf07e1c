/** @file Cuts the tables of two runs down to the images that both cover, in one order. */
import { DETECTION_STRIDE, REFERENCE_STRIDE, type RunTable } from "../../src-shared/contract/run-table";

export interface PairedTables {
  /** The images of both stand in the left run's order. */
  readonly left: RunTable;
  readonly right: RunTable;
  /** Images of either run that the other lacks. */
  readonly leftOut: number;
}

export function pairTables(left: RunTable, right: RunTable): PairedTables {
  const placeOnRight = new Map(right.head.images.map(({ instanceId }, index) => [instanceId, index]));
  const shared = left.head.images.flatMap(({ instanceId }, index) => {
    const other = placeOnRight.get(instanceId);
    return other === undefined ? [] : [{ left: index, right: other }];
  });
  return {
    left: pickImages(
      left,
      shared.map((pair) => pair.left),
    ),
    right: pickImages(
      right,
      shared.map((pair) => pair.right),
    ),
    leftOut: left.head.images.length + right.head.images.length - 2 * shared.length,
  };
}

/** The table of these images alone, in the order of their places. */
function pickImages({ head, ...boxes }: RunTable, places: readonly number[]): RunTable {
  const firstDetections = firstRows(head.images.map(({ detections }) => detections));
  const firstReferences = firstRows(head.images.map(({ references }) => references));
  const images = places.map((place) => head.images[place]!);
  const detectionRows = places.flatMap((place) => rowsFrom(firstDetections[place]!, head.images[place]!.detections));
  const referenceRows = places.flatMap((place) => rowsFrom(firstReferences[place]!, head.images[place]!.references));
  return {
    head: {
      labels: head.labels,
      images,
      detectionIds: detectionRows.map((row) => head.detectionIds[row]!),
      detectionLabels: detectionRows.map((row) => head.detectionLabels[row]!),
      referenceIds: referenceRows.map((row) => head.referenceIds[row]!),
      referenceLabels: referenceRows.map((row) => head.referenceLabels[row]!),
    },
    detections: pickRows(boxes.detections, detectionRows, DETECTION_STRIDE),
    references: pickRows(boxes.references, referenceRows, REFERENCE_STRIDE),
  };
}

function firstRows(counts: readonly number[]): readonly number[] {
  let first = 0;
  return counts.map((count) => (first += count) - count);
}

function rowsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

function pickRows(values: Float32Array, rows: readonly number[], stride: number): Float32Array {
  const picked = new Float32Array(rows.length * stride);
  rows.forEach((row, index) => picked.set(values.subarray(row * stride, (row + 1) * stride), index * stride));
  return picked;
}
