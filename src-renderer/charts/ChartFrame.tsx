/** @file Axes, ticks and names around a plot, drawn pixel for pixel at the width that the page gives. */
import type { JSX, ReactNode } from "react";
import { type Plot, plotWithin } from "./plot";
import { useWidth } from "./use-width";
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
  /** Height over width; the least and greatest height keep a narrow and a wide column readable. */
  readonly aspect?: number;
  readonly children: (plot: Plot) => ReactNode;
}

const MARGIN = { left: 46, top: 12, right: 12, bottom: 42 } as const;
const HEIGHT_PX = { least: 170, greatest: 300 } as const;
const ASPECT = 0.56;

export function ChartFrame(props: ChartFrameProps): JSX.Element {
  const { label, xLabel, yLabel, xTicks, yTicks, aspect = ASPECT, children } = props;
  const [element, widthPx] = useWidth();
  const heightPx = Math.round(Math.min(HEIGHT_PX.greatest, Math.max(HEIGHT_PX.least, widthPx * aspect)));
  const plot = plotWithin({ widthPx, heightPx }, MARGIN);
  return (
    <div ref={element} className="chart-box">
      <svg className="chart" width={widthPx} height={heightPx} role="figure" aria-label={label}>
        {yTicks.map(({ at, text }) => (
          <g key={text} className="chart__tick" transform={`translate(${plot.left} ${crisp(plot.y(at))})`}>
            <line x2={plot.width} />
            <text x={-6} dy="0.35em" textAnchor="end">
              {text}
            </text>
          </g>
        ))}
        {xTicks.map(({ at, text }) => (
          <g key={text} className="chart__tick" transform={`translate(${crisp(plot.x(at))} ${plot.bottom})`}>
            <line y2={4} />
            <text {...tickPlace({ at, text })} y={17}>
              {text}
            </text>
          </g>
        ))}
        <text className="chart__name" x={plot.left + plot.width / 2} y={heightPx - 7} textAnchor="middle">
          {xLabel}
        </text>
        <text
          className="chart__name"
          transform={`translate(11 ${plot.top + plot.height / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {yLabel}
        </text>
        {children(plot)}
      </svg>
    </div>
  );
}

/** A long number at the end of the axis ends with the picture instead of being cut by its edge. */
function tickPlace({ at, text }: Tick): { readonly textAnchor: "middle" | "end"; readonly x: number } {
  const isCut = at > 0.97 && text.length > 3;
  return isCut ? { textAnchor: "end", x: MARGIN.right - 1 } : { textAnchor: "middle", x: 0 };
}

/** In the middle of a pixel, where a line of one pixel is sharp. */
function crisp(value: number): number {
  return Math.floor(value) + 0.5;
}
