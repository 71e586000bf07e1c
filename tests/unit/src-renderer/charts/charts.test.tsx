/** @file What the charts draw. */
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { PLOT } from "../../../../src-renderer/charts/ChartFrame";
import { nearestPoint, PrecisionRecallChart } from "../../../../src-renderer/charts/PrecisionRecallChart";
import { ScoreHistogram } from "../../../../src-renderer/charts/ScoreHistogram";

const POINTS = [
  { score: 0.9, precision: 1, recall: 0.25 },
  { score: 0.5, precision: 0.5, recall: 0.5 },
  { score: 0.1, precision: 0.3, recall: 0.75 },
];

test("the operating point lies at its recall and precision", () => {
  const picture = renderToStaticMarkup(
    <PrecisionRecallChart points={POINTS} operatingPoint={{ precision: 0.5, recall: 0.5 }} />,
  );
  expect(picture).toContain(`cx="${PLOT.left + PLOT.width / 2}" cy="${PLOT.top + PLOT.height / 2}"`);
});

test("an undefined operating point is not drawn", () => {
  const picture = renderToStaticMarkup(<PrecisionRecallChart points={POINTS} operatingPoint={{ recall: 0 }} />);
  expect(picture).not.toContain("<circle");
});

test("a click finds the point of the curve that is nearest", () => {
  expect(nearestPoint(POINTS, { precision: 0.4, recall: 0.55 })?.score).toBe(0.5);
  expect(nearestPoint([], { precision: 0.4, recall: 0.55 })).toBeUndefined();
});

test("a histogram tells its counts in words too", () => {
  const bins = [{ from: 0.4, to: 0.44, truePositives: 3, falsePositives: 5 }];
  const picture = renderToStaticMarkup(<ScoreHistogram bins={bins} scoreThreshold={0.3} />);
  expect(picture).toContain("Score 0.40 to 0.44: 3 true positives, 5 false positives");
});
