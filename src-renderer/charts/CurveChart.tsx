/** @file A curve over all score thresholds with the operating point; pointing reads it, a click moves the threshold. */
import { type JSX, memo, type ReactNode, useState } from "react";
import { ChartFrame, type Tick } from "./ChartFrame";
import { type CurvePoint, curvePath, nearestPoint, sliderScore } from "./curve";
import type { Plot } from "./plot";
import { PlotTarget } from "./PlotTarget";

export interface CurveChartProps {
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** In falling score. */
  readonly points: readonly CurvePoint[];
  /** Where the thresholds stand; undefined where one of its figures is. */
  readonly operatingPoint?: { readonly x: number; readonly y: number } | undefined;
  /** One line about a point, for example "recall 0.62, precision 0.48". */
  readonly describe: (point: CurvePoint) => string;
  /** Drawn under the curve. */
  readonly ground?: (plot: Plot) => ReactNode;
  readonly onChooseScore?: ((score: number) => void) | undefined;
}

export function CurveChart(props: CurveChartProps): JSX.Element {
  const { points, operatingPoint, describe, ground, onChooseScore, ...frame } = props;
  const [read, setRead] = useState<CurvePoint>();
  return (
    <ChartFrame {...frame}>
      {(plot) => (
        <>
          {ground?.(plot)}
          <CurveLine points={points} plot={plot} />
          {operatingPoint && <OperatingPointMark plot={plot} {...operatingPoint} />}
          {read && <ReadPoint plot={plot} point={read} text={`score ${read.score.toFixed(2)}: ${describe(read)}`} />}
          <PlotTarget
            plot={plot}
            hint="Click to move the score threshold here"
            onPoint={(at) => setRead(at && nearestPoint(points, at))}
            onChoose={(at) => {
              const nearest = nearestPoint(points, at);
              if (nearest) onChooseScore?.(sliderScore(nearest.score));
            }}
          />
        </>
      )}
    </ChartFrame>
  );
}

interface CurveLineProps {
  readonly points: readonly CurvePoint[];
  readonly plot: Plot;
}

/** Walks as many points as there are detections, so not again for every step of the slider. */
const CurveLine = memo(
  ({ points, plot }: CurveLineProps) => <path className="chart__line" d={curvePath(points, plot)} />,
  (before, after) =>
    before.points === after.points &&
    before.plot.width === after.plot.width &&
    before.plot.height === after.plot.height,
);

interface MarkProps {
  readonly plot: Plot;
  readonly x: number;
  readonly y: number;
}

function OperatingPointMark({ plot, x, y }: MarkProps): JSX.Element {
  return (
    <g className="chart__point" data-testid="operating-point">
      <line x1={plot.x(x)} x2={plot.x(x)} y1={plot.bottom} y2={plot.y(y)} />
      <line x1={plot.left} x2={plot.x(x)} y1={plot.y(y)} y2={plot.y(y)} />
      <circle cx={plot.x(x)} cy={plot.y(y)} r={4.5} />
    </g>
  );
}

function ReadPoint(props: { readonly plot: Plot; readonly point: CurvePoint; readonly text: string }): JSX.Element {
  const { plot, point, text } = props;
  // Away from the curve and the edges: curves of precision fall, the others rise, and both leave a corner free.
  const isLow = point.y > 0.5;
  return (
    <g className="chart__read">
      <circle cx={plot.x(point.x)} cy={plot.y(point.y)} r={3.5} />
      <text x={plot.right - 4} y={isLow ? plot.bottom - 8 : plot.top + 14} textAnchor="end">
        {text}
      </text>
    </g>
  );
}
