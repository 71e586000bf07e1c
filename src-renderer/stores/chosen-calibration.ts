/** @file The recalibration that the active run's scores are read through, and the switch from one to another. */
import { skipToken, useQuery } from "@tanstack/react-query";
import type { RunTable } from "../../src-shared/contract/run-table";
import type { Calibration } from "../../src-shared/domain/calibration";
import type { CalibrationId, ModelId } from "../../src-shared/domain/identifiers";
import { applyCalibration } from "../../src-shared/figures/apply-calibration";
import { calibrateTable } from "../../src-shared/figures/calibrate-table";
import { useActiveRun } from "./active-run-store";
import { useCalibration } from "./calibration-store";
import { useCases } from "./cases-store";
import { queries } from "./queries";
import { queryClient } from "./query-client";
import { useThresholds } from "./thresholds-store";

/** What has been fitted for the model of the active run. */
export function useCalibrationsQuery() {
  const runId = useActiveRun((state) => state.runId);
  const modelId = useQuery(queries.runs()).data?.find(({ id }) => id === runId)?.modelId;
  const query = queries.calibrations(modelId ?? ("" as ModelId));
  return useQuery({ ...query, queryFn: modelId ? query.queryFn! : skipToken });
}

/** Undefined where scores are as the model gave them, or where nobody can say what was fitted; pending while that is on
 * its way. */
export function useChosenCalibration(): Calibration | "pending" | undefined {
  const calibrationId = useCalibration((state) => state.calibrationId);
  const { data: calibrations, error } = useCalibrationsQuery();
  if (calibrationId === undefined || error) return undefined;
  return calibrations ? calibrations.find(({ id }) => id === calibrationId) : "pending";
}

/** The same for a command, as far as it is known at the moment. */
export function currentCalibration(): Calibration | undefined {
  const { runId } = useActiveRun.getState();
  const { calibrationId } = useCalibration.getState();
  const modelId = queryClient.getQueryData(queries.runs().queryKey)?.find(({ id }) => id === runId)?.modelId;
  if (!modelId || !calibrationId) return undefined;
  return queryClient.getQueryData(queries.calibrations(modelId).queryKey)?.find(({ id }) => id === calibrationId);
}

const readings = new WeakMap<RunTable, Map<CalibrationId, RunTable>>();

/** The table with its scores read through a recalibration: the same one each time, so that what hangs on it is kept. */
export function readThrough(table: RunTable, calibration: Calibration | undefined): RunTable {
  if (!calibration) return table;
  const known = readings.get(table) ?? new Map<CalibrationId, RunTable>();
  readings.set(table, known);
  const reading = known.get(calibration.id) ?? calibrateTable(table, calibration.map);
  known.set(calibration.id, reading);
  return reading;
}

/** Switches every view, and moves the score threshold along, so that the same detections stay on screen as far as
 * the slider's steps and new ties allow. Ranges of
 * scores that were clicked mean other detections afterwards, so they are let go. */
export function chooseCalibration(next: Calibration | undefined): void {
  const before = currentCalibration();
  if (before?.id === next?.id) return;
  const { scoreThreshold, setScoreThreshold } = useThresholds.getState();
  const asGiven = scoreAsGiven(scoreThreshold);
  useCases.getState().clear();
  setScoreThreshold(next ? applyCalibration(next.map, asGiven) : asGiven);
  const calibrated = useThresholds.getState().scoreThreshold;
  useCalibration.getState().choose(next?.id, next && { asGiven, calibrated });
}

/** The score of the model that is read as this one at present. */
export function scoreAsGiven(score: number): number {
  const calibration = currentCalibration();
  if (!calibration) return score;
  const { carried } = useCalibration.getState();
  return carried?.calibrated === score ? carried.asGiven : scoreBehind(calibration, score);
}

/** The score threshold as the model gave it, for figures that no recalibration enters. */
export function useThresholdAsGiven(): number {
  const scoreThreshold = useThresholds((state) => state.scoreThreshold);
  // Called so that the threshold is read again as soon as the recalibration is known.
  useChosenCalibration();
  return scoreAsGiven(scoreThreshold);
}

/** How a score of the model is read at present. */
export function scoreAsRead(score: number): number {
  const calibration = currentCalibration();
  return calibration ? applyCalibration(calibration.map, score) : score;
}

const HALVINGS = 40;

/** The least score that the map, which never falls, lifts to the share. */
function scoreBehind({ map }: Calibration, share: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (applyCalibration(map, middle) < share) low = middle;
    else high = middle;
  }
  return high;
}
