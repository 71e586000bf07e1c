/** @file The score threshold as the model gave it, for figures that no recalibration enters. */
import { beforeEach, expect, test } from "vitest";
import type { Calibration } from "../../../../src-shared/domain/calibration";
import type { CalibrationId, ModelId, RunId } from "../../../../src-shared/domain/identifiers";
import type { Run } from "../../../../src-shared/domain/run";
import { useActiveRun } from "../../../../src-renderer/stores/active-run-store";
import { useCalibration } from "../../../../src-renderer/stores/calibration-store";
import { chooseCalibration, scoreAsGiven, scoreAsRead } from "../../../../src-renderer/stores/chosen-calibration";
import { queries } from "../../../../src-renderer/stores/queries";
import { queryClient } from "../../../../src-renderer/stores/query-client";
import { useThresholds } from "../../../../src-renderer/stores/thresholds-store";

const modelId = "model-1" as ModelId;
const runs = [
  { id: "run-1" as RunId, modelId },
  { id: "run-2" as RunId, modelId: "model-2" as ModelId },
] as unknown as readonly Run[];
const milder = {
  id: "map-1" as CalibrationId,
  map: { method: "temperature", temperature: 0.5 },
} as unknown as Calibration;

beforeEach(() => {
  queryClient.setQueryData(queries.runs().queryKey, [...runs]);
  queryClient.setQueryData(queries.calibrations(modelId).queryKey, [milder]);
  useCalibration.getState().choose(undefined);
  useActiveRun.getState().chooseRun(runs[0]!.id);
  useThresholds.getState().setScoreThreshold(0.3);
});

test("the threshold behind a recalibration is the one before the switch", () => {
  chooseCalibration(milder);
  const { scoreThreshold } = useThresholds.getState();
  expect(scoreThreshold).not.toBe(0.3);
  expect(scoreAsGiven(scoreThreshold)).toBe(0.3);
});

test("the scores of another model's run are read as they are", () => {
  chooseCalibration(milder);
  useActiveRun.getState().chooseRun(runs[1]!.id);
  expect(scoreAsRead(0.3)).toBe(0.3);
});
