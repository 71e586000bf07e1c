/** @file Fits a recalibration on the detections of a run, and tells how far its scores were off before and after. */
import { randomUUID } from "node:crypto";
import type { RunTable } from "../../../src-shared/contract/run-table";
import type { Calibration, CalibrationMethod } from "../../../src-shared/domain/calibration";
import { Failure } from "../../../src-shared/domain/failure";
import { CalibrationId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import { calibrateTable } from "../../../src-shared/figures/calibrate-table";
import { expectedCalibrationError } from "../../../src-shared/figures/calibration-error";
import { reliabilityCurve } from "../../../src-shared/figures/reliability-curve";
import { scoresOf } from "../../../src-shared/figures/scores-of";
import { verdictsOf } from "../../../src-shared/figures/verdicts-of";
import { readRunTable } from "../../data/store/runs";
import { fitCalibration } from "../../detection/evaluation/calibration/fit-calibration";
import type { OpenProject } from "../projects/open-project";

/** Every detection above the run's floor counts.
 * @throws {Failure} `invalid-input` where nothing can be fitted. */
export async function fitOnRun(
  project: OpenProject,
  run: Run,
  { method, iouThreshold }: { readonly method: CalibrationMethod; readonly iouThreshold: number },
): Promise<Calibration> {
  const table = await readRunTable(project.store, run.id);
  const verdicts = verdictsOf(table, iouThreshold);
  const map = fitCalibration(scoresOf(table), verdicts, method);
  return {
    id: CalibrationId.parse(randomUUID()),
    modelId: run.modelId,
    runId: run.id,
    runName: run.name,
    iouThreshold,
    createdAt: new Date().toISOString(),
    detections: verdicts.length,
    map,
    errorBefore: errorOf(table, verdicts),
    errorAfter: errorOf(calibrateTable(table, map), verdicts),
  };
}

function errorOf(table: RunTable, verdicts: Uint8Array): number {
  const error = expectedCalibrationError(reliabilityCurve(scoresOf(table), verdicts));
  if (error === undefined) throw new Failure("invalid-input", "A run without detections has no calibration error.");
  return error;
}
