/** @file What the charts draw. */
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { countTicks, evenCountTicks } from "../../../../src-renderer/charts/count-axis";
import { curvePath, nearestPoint, sliderScore } from "../../../../src-renderer/charts/curve";
import { frocAxisAt, frocRateAt, withinFrocAxis } from "../../../../src-renderer/charts/froc-axis";
import { plotWithin } from "../../../../src-renderer/charts/plot";
import { CostBars } from "../../../../src-renderer/charts/CostBars";
import { DistributionRows } from "../../../../src-renderer/charts/DistributionRows";
import { PerturbationChart } from "../../../../src-renderer/charts/PerturbationChart";
import { PositionMap } from "../../../../src-renderer/charts/PositionMap";
import { PrecisionRecallChart } from "../../../../src-renderer/charts/PrecisionRecallChart";
import { RecallBars } from "../../../../src-renderer/charts/RecallBars";
import { ReliabilityChart } from "../../../../src-renderer/charts/ReliabilityChart";
import { ScoreHistogram } from "../../../../src-renderer/charts/ScoreHistogram";

const PLOT = plotWithin({ widthPx: 340, heightPx: 190 }, { left: 46, top: 12, right: 12, bottom: 42 });
const POINTS = [
  { score: 0.9, precision: 1, recall: 0.25 },
  { score: 0.5, precision: 0.5, recall: 0.5 },
  { score: 0.1, precision: 0.3, recall: 0.75 },
];

test("the operating point lies at its recall and precision", () => {
  const picture = renderToStaticMarkup(
    <PrecisionRecallChart points={POINTS} operatingPoint={{ precision: 0.5, recall: 0.5 }} />,
  );
  expect(picture).toContain(`cx="${PLOT.x(0.5)}" cy="${PLOT.y(0.5)}"`);
});

test("an undefined operating point is not drawn", () => {
  const picture = renderToStaticMarkup(<PrecisionRecallChart points={POINTS} operatingPoint={{ recall: 0 }} />);
  expect(picture).not.toContain("<circle");
});

test("a click finds the point of the curve that is nearest, and a score that the slider can hold", () => {
  const curve = POINTS.map(({ precision: y, recall: x, score }) => ({ x, y, score }));
  expect(nearestPoint(curve, { x: 0.55, y: 0.4 })?.score).toBe(0.5);
  expect(nearestPoint([], { x: 0.55, y: 0.4 })).toBeUndefined();
  expect(sliderScore(0.4567)).toBe(0.45);
  expect(sliderScore(0.29)).toBe(0.29);
});

test("a curve of many thousand points is drawn with as many as the screen can show, and to its end", () => {
  const points = Array.from({ length: 50_000 }, (_, index) => ({ x: index / 49_999, y: 1 - index / 49_999 }));
  const path = curvePath(points, PLOT);
  expect(path.split("L").length).toBeLessThan(1000);
  expect(path.endsWith(`L${PLOT.right} ${PLOT.bottom}`)).toBe(true);
});

test("rates of false positives beyond the axis lie on its ends", () => {
  expect(frocAxisAt(0)).toBe(0);
  expect(frocAxisAt(100)).toBe(1);
  expect(frocRateAt(frocAxisAt(1))).toBeCloseTo(1, 12);
});

test("a FROC curve ends where it crosses the last rate, and not above it", () => {
  const points = [0.01, 0.05, 1, 6, 10].map((falsePositivesPerImage, index) => ({
    score: 1 - index / 10,
    falsePositivesPerImage,
    sensitivity: index / 10,
  }));
  const shown = withinFrocAxis(points);
  expect(shown.map(({ falsePositivesPerImage }) => falsePositivesPerImage)).toEqual([0.05, 1, 6, 8]);
  expect(shown.at(-1)!.sensitivity).toBeCloseTo(0.35, 12);
});

test("axes of counts have round ticks within the axis", () => {
  const texts = (ticks: readonly { readonly text: string }[]): readonly string[] => ticks.map(({ text }) => text);
  expect(texts(evenCountTicks(13))).toEqual(["0", "5", "10"]);
  expect(texts(evenCountTicks(1))).toEqual(["0", "1"]);
  expect(texts(evenCountTicks(2400))).toEqual(["0", "1,000", "2,000"]);
  expect(texts(countTicks(147))).toEqual(["0", "10", "100"]);
  expect([...countTicks(3), ...evenCountTicks(7)].every(({ at }) => at >= 0 && at <= 1)).toBe(true);
});

test("a histogram tells its counts in words too", () => {
  const bins = [{ from: 0.4, to: 0.44, holds: "lower-edge" as const, right: 3, wrong: 5 }];
  const picture = renderToStaticMarkup(<ScoreHistogram bins={bins} scoreThreshold={0.3} />);
  expect(picture).toContain("Score 0.40 to 0.44: 3 right");
  expect(picture).toContain("Score 0.40 to 0.44: 5 wrong");
});

test("a reliability bin says how many of its detections are right, and is a button where it answers", () => {
  const bin = {
    from: 0.6,
    to: 0.7,
    holds: "upper-edge" as const,
    detections: 8,
    right: 6,
    meanScore: 0.65,
    shareRight: 0.75,
  };
  const quiet = renderToStaticMarkup(<ReliabilityChart bins={[bin]} />);
  expect(quiet).toContain("Score 0.60 to 0.70: 6 of 8 right (0.75), mean score 0.65");
  expect(quiet).not.toContain('role="button"');
  expect(renderToStaticMarkup(<ReliabilityChart bins={[bin]} onAsk={() => {}} />)).toContain('role="button"');
});

test("a group without reference boxes has no recall", () => {
  const groups = [{ id: "a", name: "80+", found: 0, references: 0 }];
  const picture = renderToStaticMarkup(<RecallBars label="Recall by age" groups={groups} />);
  expect(picture).toContain("–");
  expect(picture).not.toContain("NaN");
});

test("a map of positions has a cell for each count", () => {
  const counts = [
    [0, 2],
    [1, 0],
  ];
  const picture = renderToStaticMarkup(<PositionMap label="Positions" counts={counts} noun="boxes" onAsk={() => {}} />);
  expect(picture.match(/role="button"/g)).toHaveLength(2);
  expect(picture).toContain('aria-label="2 boxes, 75 % across, 25 % down"');
});

test("a cost is in points of AP 50, of which it may be more than all", () => {
  const background = { id: "Bkg", name: "Background", meaning: "Nothing is there.", cost: 22.85 };
  const picture = renderToStaticMarkup(<CostBars costs={[background]} />);
  expect(picture).toContain("Costs 22.85 points of AP 50.");
});

test("a kind of error and its bar are one stop of the tab key", () => {
  const background = { id: "Bkg", name: "Background", meaning: "Nothing is there.", cost: 22.85 };
  const picture = renderToStaticMarkup(<CostBars costs={[background]} onAsk={() => {}} />);
  expect(picture.match(/tabindex="0"/g)).toHaveLength(1);
  expect(picture.match(/class="chart__mark"/g)).toHaveLength(2);
});

test("groups of a measure say how many they are and where their middle half lies; one without values says none", () => {
  const edges = [0, 0.5, 1];
  const quartiles = { low: 0.1, median: 0.25, high: 0.6 };
  const picture = renderToStaticMarkup(
    <DistributionRows
      label="Energy in the box"
      groups={[
        { id: "right", name: "Right boxes", tone: "right", n: 3, counts: [2, 1], quartiles },
        { id: "missed", name: "Misses", tone: "missed", n: 0, counts: [0, 0] },
      ]}
      edges={edges}
      ticks={[0, 1]}
      xLabel="Share"
      onAsk={() => {}}
    />,
  );
  expect(picture).toContain("half of them lie between 0.10 and 0.60, the median is 0.25");
  expect(picture).toContain('aria-label="Right boxes, 0.00 to 0.50: 2"');
  expect(picture.match(/role="button"/g)).toHaveLength(2);
  expect(picture).toContain("n = 0");
  expect(picture).not.toContain("NaN");
});

test("the curves of what was removed and put back say their areas, also where a score grows beyond the whole", () => {
  const shares = [0, 0.5, 1];
  const deletion = { shares, scores: [1, 0.4, 0.1], area: 0.475 };
  const insertion = { shares, scores: [0.1, 1.4, 1], area: 0.975 };
  const picture = renderToStaticMarkup(<PerturbationChart deletion={deletion} insertion={insertion} />);
  expect(picture).toContain("removed: area under the curve 0.47");
  expect(picture).toContain("put back: area under the curve 0.97");
  expect(picture).toContain(">1.4</text>");
  expect(picture).not.toContain("NaN");
});
