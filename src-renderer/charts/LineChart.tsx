/** @file Lines over steps or epochs on one pair of axes, with a legend that says their values where one points. */
import { type JSX, useMemo, useState } from "react";
import { ChartFrame } from "./ChartFrame";
import { curvePath } from "./curve";
import { type LineSeries, nearestInSeries, type ThinnedPoint, thinSeries } from "./line-series";
import type { Plot } from "./plot";
import { PlotTarget } from "./PlotTarget";
import { countAxis, valueAxis } from "./value-axis";

export interface LineChartProps {
  readonly label: string;
  /** Whole numbers: steps or epochs. */
  readonly xLabel: string;
  /** Left out where the ticks need its room; the title above says it too. */
  readonly yLabel: string;
  readonly series: readonly LineSeries[];
  /** The axis goes so far at least: to the end of what is planned. */
  readonly xMost?: number;
  /** How a value is written in the legend and on the axis. */
  readonly format: (value: number) => string;
  readonly formatTick?: (value: number) => string;
}

/** Fewer points than pixels, so that noise of neighbours becomes a band around their mean. */
const PLACES = 160;
/** Letters of a tick beside which the axis has room for its name. */
const SHORT_TICK = 3;

export function LineChart(props: LineChartProps): JSX.Element {
  const { label, xLabel, yLabel, series, xMost = 0, format, formatTick } = props;
  const [readX, setReadX] = useState<number>();
  const lines = useMemo(() => layOut(series, xMost), [series, xMost]);
  const xAxis = countAxis(lines.xMost);
  const yAxis = valueAxis(lines.yMost, formatTick);
  const hasRoom = yAxis.ticks.every(({ text }) => text.length <= SHORT_TICK);
  return (
    <>
      <ChartFrame
        label={label}
        xLabel={xLabel}
        yLabel={hasRoom ? yLabel : ""}
        xTicks={xAxis.ticks}
        yTicks={yAxis.ticks}
      >
        {(plot) => (
          <>
            {lines.thinned.map((points, index) => (
              <Line
                key={series[index]!.id}
                index={index}
                name={series[index]!.name}
                points={points.map((point) => inShares(point, xAxis.most, yAxis.most))}
                isDotted={series[index]!.isDotted ?? false}
                plot={plot}
              />
            ))}
            {readX !== undefined && (
              <line
                className="chart__threshold"
                x1={plot.x(readX / xAxis.most)}
                x2={plot.x(readX / xAxis.most)}
                y1={plot.top}
                y2={plot.bottom}
              />
            )}
            <PlotTarget
              plot={plot}
              hint="Point to read the values"
              onPoint={(at) => setReadX(at && nearestX(series, at.x * xAxis.most))}
            />
          </>
        )}
      </ChartFrame>
      <Legend {...{ series, readX, xLabel, format }} />
    </>
  );
}

interface LaidOut {
  readonly thinned: readonly (readonly ThinnedPoint[])[];
  readonly xMost: number;
  readonly yMost: number;
}

function layOut(series: readonly LineSeries[], planned: number): LaidOut {
  const xMost = Math.max(1, planned, ...series.map(({ points }) => points.at(-1)?.x ?? 0));
  const thinned = series.map(({ points }) => thinSeries(points, xMost, PLACES));
  return { thinned, xMost, yMost: Math.max(0, ...thinned.flat().map(({ high }) => high)) };
}

function inShares({ x, y, low, high }: ThinnedPoint, xMost: number, yMost: number): ThinnedPoint {
  return { x: x / xMost, y: y / yMost, low: low / yMost, high: high / yMost };
}

interface LineProps {
  /** Chooses colour and stroke. */
  readonly index: number;
  readonly name: string;
  /** In shares of the axes. */
  readonly points: readonly ThinnedPoint[];
  readonly isDotted: boolean;
  readonly plot: Plot;
}

function Line({ index, name, points, isDotted, plot }: LineProps): JSX.Element {
  const hasBand = points.some(({ low, high }) => high > low);
  const isAlone = points.length === 1;
  return (
    <g className="chart__series" data-index={index % STROKES}>
      <title>{name}</title>
      {hasBand && <path className="chart__band" d={bandPath(points, plot)} />}
      <path d={curvePath(points, plot)} />
      {(isDotted || isAlone) &&
        points.map(({ x, y }) => <circle key={x} cx={plot.x(x)} cy={plot.y(y)} r={isDotted ? 3 : 2} />)}
    </g>
  );
}

/** As many as the style sheet tells apart. */
const STROKES = 8;

function bandPath(points: readonly ThinnedPoint[], plot: Plot): string {
  const upper = points.map(({ x, high }) => `${plot.x(x).toFixed(1)} ${plot.y(high).toFixed(1)}`);
  const lower = points.toReversed().map(({ x, low }) => `${plot.x(x).toFixed(1)} ${plot.y(low).toFixed(1)}`);
  return `M${[...upper, ...lower].join("L")}Z`;
}

interface LegendProps extends Pick<LineChartProps, "series" | "xLabel" | "format"> {
  /** Undefined: the last values are said. */
  readonly readX: number | undefined;
}

/** Under the picture, where no line runs through it. */
function Legend({ series, readX, xLabel, format }: LegendProps): JSX.Element {
  return (
    <ul className="chart-legend figures">
      {series.map(({ id, name, points }, index) => {
        const said = readX === undefined ? points.at(-1) : nearestInSeries(points, readX);
        return (
          <li key={id}>
            <svg className="chart__series" data-index={index % STROKES} width={22} height={8} aria-hidden>
              <line x2={22} y1={4} y2={4} />
            </svg>
            {said ? `${name} ${format(said.y)}` : `${name} –`}
          </li>
        );
      })}
      {readX !== undefined && (
        <li>{`at ${xLabel.toLowerCase()} ${readX.toLocaleString("en-GB", { maximumFractionDigits: 2 })}`}</li>
      )}
    </ul>
  );
}

/** The place of a point, so that what is read was measured. */
function nearestX(series: readonly LineSeries[], x: number): number | undefined {
  const candidates = series.flatMap(({ points }) => nearestInSeries(points, x)?.x ?? []);
  return candidates.toSorted((a, b) => Math.abs(a - x) - Math.abs(b - x))[0];
}
