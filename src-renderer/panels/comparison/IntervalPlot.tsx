/** @file A difference with its interval on a line around zero, on the scale that all rows of the table share. */
import type { JSX } from "react";
import type { Interval } from "../../../src-shared/domain/evaluation";

export interface IntervalPlotProps {
  readonly difference: number | undefined;
  readonly interval: Interval | undefined;
  /** The value at either end of the line. */
  readonly reach: number;
}

const SIZE = { width: 220, height: 22 } as const;
const MIDDLE = { x: SIZE.width / 2, y: SIZE.height / 2 } as const;
const HALF = MIDDLE.x - 6;

export function IntervalPlot({ difference, interval, reach }: IntervalPlotProps): JSX.Element {
  const at = (value: number): number => MIDDLE.x + (value / reach) * HALF;
  return (
    <svg className="interval-plot" width={SIZE.width} height={SIZE.height} aria-hidden>
      <line className="interval-plot__zero" x1={MIDDLE.x} x2={MIDDLE.x} y1={0} y2={SIZE.height} />
      {interval && (
        <line
          className="interval-plot__interval"
          x1={at(interval.low)}
          x2={at(interval.high)}
          y1={MIDDLE.y}
          y2={MIDDLE.y}
        />
      )}
      {difference !== undefined && <circle cx={at(difference)} cy={MIDDLE.y} r={3.5} />}
    </svg>
  );
}
