/** @file Reads all scores of a run's table through a calibration, so that every view shows the calibrated ones. */
import { DETECTION_STRIDE } from "../contract/run-table";
import type { CalibrationMap } from "../domain/calibration";
import type { MatchableRun } from "../matching/match-run";
import { applyCalibration } from "./apply-calibration";

/** The same table with other scores, in its own precision; the one given stays as it is. Maps never fall, so rows keep
 * their places, still in falling score within an image. Scores may tie that did not. */
export function calibrateTable<Table extends MatchableRun>(table: Table, map: CalibrationMap): Table {
  const detections = table.detections.slice();
  let row = 0;
  for (const image of table.head.images) {
    let lowest = 1;
    for (const end = row + image.detections; row < end; row++) {
      const at = row * DETECTION_STRIDE + 4;
      // Exponentials round: of two neighbouring scores the lower one could come out a last bit higher.
      lowest = Math.min(lowest, applyCalibration(map, detections[at]!));
      detections[at] = lowest;
    }
  }
  return { ...table, detections };
}
