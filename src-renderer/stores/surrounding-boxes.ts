/** @file The other boxes on the image of an error, to be drawn around it. */
import type { RunTable } from "../../src-shared/contract/run-table";
import type { Box } from "../../src-shared/domain/box";
import { BELOW_THRESHOLD, type RunMatches } from "../../src-shared/matching/match-run";
import type { DetectionError } from "../../src-shared/matching/rank-errors";
import { detectionBox, referenceBox, rowsByInstance } from "./run-analysis";

export interface SurroundingBox {
  readonly id: string;
  readonly kind: "reference" | "detection";
  readonly box: Box;
}

/** Reference boxes, and detections from the score threshold of `matches` up where these are given; not the error itself. */
export function surroundingBoxes(
  table: RunTable,
  error: DetectionError,
  matches?: RunMatches,
): readonly SurroundingBox[] {
  const rows = rowsByInstance(table).get(table.head.images[error.image]!.instanceId)!;
  const boxes: SurroundingBox[] = [];
  for (let row = rows.firstReference; row < rows.endReference; row++) {
    if (error.kind === "miss" && error.reference === row) continue;
    boxes.push({ id: table.head.referenceIds[row]!, kind: "reference", box: referenceBox(table, row) });
  }
  if (!matches) return boxes;
  for (let row = rows.firstDetection; row < rows.endDetection; row++) {
    if (error.kind === "false-positive" && error.detection === row) continue;
    if (matches.referenceOf[row] === BELOW_THRESHOLD) continue;
    boxes.push({ id: table.head.detectionIds[row]!, kind: "detection", box: detectionBox(table, row) });
  }
  return boxes;
}
