/** @file The comparison of two runs as tables for people. */
import type { ComparedFigure, Comparison } from "../../../src-shared/domain/comparison";
import { formatInterval } from "./format-interval";
import { formatTable } from "./format-table";
import { HEADLINES } from "./headlines";

/** More would not be read; the JSON has them all. */
const CASES_SHOWN = 20;

export function formatComparison(comparison: Comparison): string {
  const { images, leftOut, scoreThreshold, iouThreshold, changed } = comparison;
  const missing = leftOut > 0 ? `, ${leftOut} left out` : "";
  const covered = `${images} ${images === 1 ? "image" : "images"} that both runs cover${missing}`;
  const figures = formatTable({
    head: ["Figure", "Left", "Right", "Right − left", "95 % interval", "p"],
    rows: comparison.figures.map((figure) => formatFigure(figure, comparison.resamples)),
  });
  const cases = formatTable({
    head: ["Changed case", "Gained", "Lost", "False pos. left", "False pos. right"],
    rows: changed
      .slice(0, CASES_SHOWN)
      .map((one) => [one.patientId, one.gained, one.lost, one.falsePositivesLeft, one.falsePositivesRight]),
  });
  const more = changed.length > CASES_SHOWN ? `\nand ${changed.length - CASES_SHOWN} more` : "";
  const list = changed.length === 0 ? "No case changed." : cases + more;
  return [`${covered}, at score ≥ ${scoreThreshold}, IoU ≥ ${iouThreshold}`, figures, list].join("\n\n");
}

function formatFigure(compared: ComparedFigure, resamples: number) {
  const { figure, left, right, difference, pValue } = compared;
  const change = difference === undefined ? undefined : `${difference > 0 ? "+" : ""}${difference.toFixed(4)}`;
  const interval = describeInterval(compared, resamples);
  return [figure, left?.toFixed(4), right?.toFixed(4), change, interval, pValue?.toFixed(3)];
}

/** The interval, or why the difference or the interval is missing. */
function describeInterval({ figure, difference, interval }: ComparedFigure, resamples: number): string {
  if (difference === undefined) return `–, ${HEADLINES[figure][1]}`;
  if (resamples === 0) return "–, without resamples";
  return formatInterval(interval) ?? "–, from too few patients";
}
