/** @file Axes, ticks and names around a small plot; the picture scales with its column. */
import type { JSX, ReactNode } from "react";
import "./charts.css";

export interface Tick {
  /** 0 to 1 along the axis. */
  readonly at: number;
  readonly text: string;
}

export interface ChartFrameProps {
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly children: ReactNode;
}

/** In units of the view box, which is drawn about one to one. */
const SIZE = { width: 340, height: 180 } as const;
export const PLOT = { left: 44, top: 10, width: 284, height: 126 } as const;
const BOTTOM = PLOT.top + PLOT.height;
const MIDDLE = PLOT.top + PLOT.height / 2;

export function ChartFrame({ label, xLabel, yLabel, xTicks, yTicks, children }: ChartFrameProps): JSX.Element {
  return (
    <svg className="chart" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={label}>
      {yTicks.map(({ at, text }) => (
        <g key={text} className="chart__tick" transform={`translate(${PLOT.left} ${BOTTOM - at * PLOT.height})`}>
          <line x2={PLOT.width} />
          <text x={-6} dy="0.35em" textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {xTicks.map(({ at, text }) => (
        <text key={text} className="chart__number" x={PLOT.left + at * PLOT.width} y={BOTTOM + 16} textAnchor="middle">
          {text}
        </text>
      ))}
      <text className="chart__name" x={PLOT.left + PLOT.width / 2} y={SIZE.height - 8} textAnchor="middle">
        {xLabel}
      </text>
      <text className="chart__name" transform={`translate(10 ${MIDDLE}) rotate(-90)`} textAnchor="middle">
        {yLabel}
      </text>
      {children}
    </svg>
  );
}
