/** @file Calibration with place and size against netcal's rule on SciPy's histograms. */
import { expect, test } from "vitest";
import {
  detectionCalibrationError,
  multivariateCalibrationError,
} from "../../../../../src-main/detection/evaluation/detection-calibration-error";
import type { EvaluationTable } from "../../../../../src-main/detection/evaluation/evaluation-table";
import { readSpreadDetections } from "../../../../builders/calibration-fixture";

const { columns, verdicts, errors } = readSpreadDetections();
const [scores, centreX, centreY, width, height] = columns.map((column) => Float64Array.from(column)) as [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
];

test.for(errors)(
  "in $dimensions dimensions of $bins bins the error is netcal's",
  ({ error, dimensions, ...binning }) => {
    const others = [centreX, centreY, width, height].slice(0, dimensions - 1);
    expect(multivariateCalibrationError([scores, ...others], verdicts, binning)).toBeCloseTo(error, 12);
  },
);

test("boxes are told in shares of their own image", () => {
  const table = tableOf(200, 100);
  const expected = errors.find(({ dimensions, bins }) => dimensions === 5 && bins === 5);
  expect(detectionCalibrationError(table, verdicts)).toBeCloseTo(expected!.error, 12);
  expect(detectionCalibrationError(table, verdicts)).toBe(detectionCalibrationError(tableOf(512, 1024), verdicts));
});

test("without a bin of eight detections the error is undefined", () => {
  const seven = tableOf(100, 100, 7);
  expect(detectionCalibrationError(seven, verdicts.slice(0, 7))).toBeUndefined();
  expect(detectionCalibrationError(tableOf(100, 100, 0), [])).toBeUndefined();
});

function tableOf(widthPx: number, heightPx: number, count = scores.length): EvaluationTable {
  const rows = Array.from({ length: count }, (_, row) => row);
  return {
    head: {
      labels: ["opacity"],
      images: [{ id: "a", patientId: "a", widthPx, heightPx, detections: count, references: 0 }],
      detectionLabels: rows.map(() => 0),
      referenceLabels: [],
    },
    detections: Float64Array.from(
      rows.flatMap((row) => [
        (centreX[row]! - width[row]! / 2) * widthPx,
        (centreY[row]! - height[row]! / 2) * heightPx,
        (centreX[row]! + width[row]! / 2) * widthPx,
        (centreY[row]! + height[row]! / 2) * heightPx,
        scores[row]!,
      ]),
    ),
    references: new Float64Array(0),
  };
}
