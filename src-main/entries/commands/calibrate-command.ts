/** @file `overread calibrate`: fits on a run how a model's scores become shares that can be believed. */
import type { Calibration, CalibrationMap, CalibrationMethod } from "../../../src-shared/domain/calibration";
import { withProject, type CommandContext } from "./command-context";
import { findByName } from "./find-by-name";
import { formatTable } from "./format-table";

export interface CalibrateOptions {
  readonly project: string;
  readonly run: string;
  readonly method: CalibrationMethod;
  readonly iou: number;
  readonly json: boolean;
}

export async function calibrateCommand(context: CommandContext, options: CalibrateOptions): Promise<void> {
  const { method, iou: iouThreshold, json } = options;
  await withProject(context, { path: options.project }, async ({ client }) => {
    const run = findByName(await client.runs.list(), options.run, "run");
    const calibration = await client.evaluations.calibrate({ runId: run.id, method, iouThreshold });
    const text = formatCalibration(calibration, run.modelName);
    context.terminal.print(json ? JSON.stringify(calibration, undefined, 2) : text);
  });
}

function formatCalibration(calibration: Calibration, modelName: string): string {
  return formatTable({
    rows: [
      ["Model", modelName],
      ["Fitted on", `${calibration.runName}, ${calibration.detections} detections, IoU ≥ ${calibration.iouThreshold}`],
      ["Map", describeMap(calibration.map)],
      ["Calibration error before", calibration.errorBefore.toFixed(4)],
      ["Calibration error after", calibration.errorAfter.toFixed(4)],
    ],
  });
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
