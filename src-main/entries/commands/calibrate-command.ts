/** @file `overread calibrate`: fits on a run how a model's scores become shares that can be believed. */
import { runTablePath } from "../../../src-shared/contract/byte-paths";
import { decodeRunTable, type RunTable } from "../../../src-shared/contract/run-table";
import type { Calibration, CalibrationMap, CalibrationMethod } from "../../../src-shared/domain/calibration";
import { Failure } from "../../../src-shared/domain/failure";
import type { Run } from "../../../src-shared/domain/run";
import { calibrateTable } from "../../../src-shared/figures/calibrate-table";
import { expectedCalibrationError } from "../../../src-shared/figures/calibration-error";
import { reliabilityCurve } from "../../../src-shared/figures/reliability-curve";
import { scoresOf } from "../../../src-shared/figures/scores-of";
import { verdictsOf } from "../../../src-shared/figures/verdicts-of";
import { withProject, type CommandContext, type OpenApplication } from "./command-context";
import { findByName } from "./find-by-name";
import { formatTable } from "./format-table";

export interface CalibrateOptions {
  readonly project: string;
  readonly run: string;
  readonly method: CalibrationMethod;
  /** A run to try the map on; a map is only as good as on images that it has not seen. */
  readonly on?: string;
  readonly iou: number;
  readonly json: boolean;
}

export async function calibrateCommand(context: CommandContext, options: CalibrateOptions): Promise<void> {
  const { method, iou: iouThreshold, json } = options;
  await withProject(context, { path: options.project }, async ({ client, bytes }) => {
    const runs = await client.runs.list();
    const run = findByName(runs, options.run, "run");
    const other = options.on === undefined ? undefined : findByName(runs, options.on, "run");
    const calibration = await client.evaluations.calibrate({ runId: run.id, method, iouThreshold });
    const trial = other && { run: other, errors: tryOn(await readTable(bytes, other), calibration) };
    const { modelName } = run;
    const told = { ...calibration, modelName, ...(trial && { on: { run: trial.run.name, ...trial.errors } }) };
    context.terminal.print(
      json ? JSON.stringify(told, undefined, 2) : formatCalibration(calibration, modelName, trial),
    );
  });
}

async function readTable(bytes: OpenApplication["bytes"], run: Run): Promise<RunTable> {
  const response = await bytes(new Request(new URL(runTablePath(run.id), "http://overread.invalid")));
  if (!response.ok) throw new Failure("internal", `The boxes of ${run.name} cannot be read: ${await response.text()}`);
  return decodeRunTable(await response.arrayBuffer());
}

interface TrialErrors {
  /** Undefined where nothing was detected. */
  readonly errorBefore: number | undefined;
  readonly errorAfter: number | undefined;
}

function tryOn(table: RunTable, { map, iouThreshold }: Calibration): TrialErrors {
  const verdicts = verdictsOf(table, iouThreshold);
  const errorOf = (scored: RunTable) => expectedCalibrationError(reliabilityCurve(scoresOf(scored), verdicts));
  return { errorBefore: errorOf(table), errorAfter: errorOf(calibrateTable(table, map)) };
}

interface Trial {
  readonly run: Run;
  readonly errors: TrialErrors;
}

function formatCalibration(calibration: Calibration, modelName: string, trial: Trial | undefined): string {
  const { runName, detections, iouThreshold, errorBefore, errorAfter } = calibration;
  const facts = formatTable({
    rows: [
      ["Model", modelName],
      ["Fitted on", `${runName}, ${detections} detections, IoU ≥ ${iouThreshold}`],
      ["Map", describeMap(calibration.map)],
    ],
  });
  const rows = [
    [runName, errorBefore.toFixed(4), errorAfter.toFixed(4)],
    ...(trial ? [[trial.run.name, trial.errors.errorBefore?.toFixed(4), trial.errors.errorAfter?.toFixed(4)]] : []),
  ];
  return `${facts}\n\n${formatTable({ head: ["Calibration error on", "Before", "After"], rows })}`;
}

function describeMap(map: CalibrationMap): string {
  switch (map.method) {
    case "temperature":
      return `temperature ${map.temperature.toFixed(4)}`;
    case "logistic":
      return `logistic, slope ${map.slope.toFixed(4)}, intercept ${map.intercept.toFixed(4)}`;
    case "isotonic":
      return `isotonic, ${map.scores.length} points`;
    case "beta":
      return `beta, a ${map.a.toFixed(4)}, b ${map.b.toFixed(4)}, c ${map.c.toFixed(4)}`;
  }
}
