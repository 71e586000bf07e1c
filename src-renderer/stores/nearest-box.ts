/** @file How far an error lies from the nearest box of the other side: a false positive from a reference box, a miss from a
 * detection. */
import { DETECTION_STRIDE, REFERENCE_STRIDE } from "../../src-shared/contract/run-table";
import type { DetectionError } from "../../src-shared/matching/rank-errors";
import { BELOW_THRESHOLD } from "../../src-shared/matching/match-run";
import { type ImageRows, type RunAnalysis, rowsByInstance } from "./run-analysis";

export interface NearestBox {
  /** Pixels of the image between the two centres. */
  readonly distancePx: number;
  /** The same in the plane of the header's pixel spacing; undefined where it gives none. */
  readonly distanceMm: number | undefined;
}

/** Undefined where the image has no box to be near to; detections count from the score threshold up. */
export function nearestBoxOf(analysis: RunAnalysis, error: DetectionError): NearestBox | undefined {
  const { table } = analysis;
  const image = table.head.images[error.image]!;
  const rows = rowsByInstance(table).get(image.instanceId)!;
  const own =
    error.kind === "miss"
      ? centreAt(table.references, error.reference * REFERENCE_STRIDE)
      : centreAt(table.detections, error.detection * DETECTION_STRIDE);
  const others = error.kind === "miss" ? shownDetections(analysis, rows) : referenceCentres(analysis, rows);
  const [rowMm, columnMm] = image.spacingMm ?? [1, 1];
  let nearest: NearestBox | undefined;
  let least = Infinity;
  for (const { x, y } of others) {
    const distance = Math.hypot((x - own.x) * columnMm, (y - own.y) * rowMm);
    if (distance >= least) continue;
    least = distance;
    nearest = {
      distancePx: Math.hypot(x - own.x, y - own.y),
      distanceMm: image.spacingMm ? distance : undefined,
    };
  }
  return nearest;
}

interface Centre {
  readonly x: number;
  readonly y: number;
}

function* shownDetections({ table, matches }: RunAnalysis, rows: ImageRows): Generator<Centre> {
  for (let row = rows.firstDetection; row < rows.endDetection; row++) {
    if (matches.referenceOf[row] !== BELOW_THRESHOLD) yield centreAt(table.detections, row * DETECTION_STRIDE);
  }
}

function* referenceCentres({ table }: RunAnalysis, rows: ImageRows): Generator<Centre> {
  for (let row = rows.firstReference; row < rows.endReference; row++)
    yield centreAt(table.references, row * REFERENCE_STRIDE);
}

function centreAt(boxes: Float32Array, offset: number): Centre {
  return { x: (boxes[offset]! + boxes[offset + 2]!) / 2, y: (boxes[offset + 1]! + boxes[offset + 3]!) / 2 };
}
