/** @file Calibrations belong to a model and outlive the run that they were fitted on. */
import { expect, test } from "vitest";
import {
  insertCalibration,
  listCalibrations,
  readCalibration,
  removeCalibration,
} from "../../../../../src-main/data/store/calibrations";
import { removeModel } from "../../../../../src-main/data/store/models";
import { removeRun } from "../../../../../src-main/data/store/runs";
import { Calibration, type CalibrationMap } from "../../../../../src-shared/domain/calibration";
import { buildModel, buildRun, buildStore, RUN_ID } from "../../../../builders/build-store";

const MODEL_ID = buildModel().id;

function buildCalibration(id: string, map: CalibrationMap = { method: "temperature", temperature: 1.7 }): Calibration {
  return Calibration.parse({
    id,
    modelId: MODEL_ID,
    runId: RUN_ID,
    runName: "first",
    iouThreshold: 0.5,
    createdAt: "2026-11-23T06:00:00.000Z",
    detections: 2416,
    map,
    errorBefore: 0.21,
    errorAfter: 0.02,
  });
}

test("a calibration comes back as it was kept, the newest first", async () => {
  const { store } = await buildStore();
  await buildRun(store);
  const first = buildCalibration("first");
  const second = buildCalibration("second", { method: "isotonic", scores: [0.1, 0.3], shares: [0, 1 / 3] });
  await insertCalibration(store, first);
  await insertCalibration(store, second);

  expect(await listCalibrations(store, MODEL_ID)).toStrictEqual([second, first]);
  expect(await readCalibration(store, first.id)).toStrictEqual(first);
  await removeCalibration(store, first.id);
  expect(await readCalibration(store, first.id)).toBeUndefined();
});

test("a calibration stays with the model when its run is removed, and goes with the model", async () => {
  const { store } = await buildStore();
  await buildRun(store);
  await insertCalibration(store, buildCalibration("first"));

  await removeRun(store, RUN_ID);
  expect(await listCalibrations(store, MODEL_ID)).toMatchObject([{ runId: RUN_ID, runName: "first" }]);
  await removeModel(store, MODEL_ID);
  expect(await listCalibrations(store, MODEL_ID)).toEqual([]);
});
