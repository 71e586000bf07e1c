/** @file Recalibrations of models, each kept with the run that it was fitted on. */
import type { Selectable } from "kysely";
import { Calibration } from "../../../src-shared/domain/calibration";
import type { CalibrationId, ModelId } from "../../../src-shared/domain/identifiers";
import type { CalibrationsTable } from "./schema";
import type { ReadableStore, WritableStore } from "./store";

export async function insertCalibration(store: WritableStore, calibration: Calibration): Promise<void> {
  const { id, modelId, runId, runName, iouThreshold, createdAt, detections, map } = calibration;
  await store.database
    .insertInto("calibrations")
    .values({
      id,
      model_id: modelId,
      run_id: runId,
      run_name: runName,
      iou_threshold: iouThreshold,
      created_at: createdAt,
      detections,
      map: JSON.stringify(map),
      error_before: calibration.errorBefore,
      error_after: calibration.errorAfter,
    })
    .execute();
}

/** Newest first. */
export async function listCalibrations(store: ReadableStore, modelId: ModelId): Promise<Calibration[]> {
  const rows = await store.database
    .selectFrom("calibrations")
    .selectAll()
    .where("model_id", "=", modelId)
    .orderBy("number", "desc")
    .execute();
  return rows.map(calibrationFrom);
}

export async function readCalibration(
  store: ReadableStore,
  calibrationId: CalibrationId,
): Promise<Calibration | undefined> {
  const row = await store.database
    .selectFrom("calibrations")
    .selectAll()
    .where("id", "=", calibrationId)
    .executeTakeFirst();
  return row && calibrationFrom(row);
}

export async function removeCalibration(store: WritableStore, calibrationId: CalibrationId): Promise<void> {
  await store.database.deleteFrom("calibrations").where("id", "=", calibrationId).execute();
}

function calibrationFrom(row: Selectable<CalibrationsTable>): Calibration {
  return Calibration.parse({
    id: row.id,
    modelId: row.model_id,
    runId: row.run_id,
    runName: row.run_name,
    iouThreshold: row.iou_threshold,
    createdAt: row.created_at,
    detections: row.detections,
    map: JSON.parse(row.map),
    errorBefore: row.error_before,
    errorAfter: row.error_after,
  });
}
