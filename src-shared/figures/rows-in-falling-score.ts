/** @file Orders all detections of a run by score, once for however many curves ask. */
import { DETECTION_STRIDE } from "../contract/run-table";
import type { MatchableRun } from "../matching/match-run";

const orders = new WeakMap<MatchableRun, Uint32Array>();

/** [D] rows of the table's detections in falling score; ties in the table's order. Kept with the table, since a curve is
 * drawn anew at each IoU threshold and the order stays. */
export function rowsInFallingScore(run: MatchableRun): Uint32Array {
  const known = orders.get(run);
  if (known) return known;
  const { detections } = run;
  const rows = Uint32Array.from({ length: run.head.detectionLabels.length }, (_, row) => row);
  rows.sort((a, b) => detections[b * DETECTION_STRIDE + 4]! - detections[a * DETECTION_STRIDE + 4]! || a - b);
  orders.set(run, rows);
  return rows;
}
