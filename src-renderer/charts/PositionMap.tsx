/** @file How often boxes cover each part of the image, as a heat map of cells to be clicked. */
import type { JSX } from "react";
import type { Box } from "../../src-shared/domain/box";
import { Mark } from "./Mark";
import { useWidth } from "./use-width";
import "./charts.css";

export interface PositionMapProps {
  readonly label: string;
  /** [rows][columns] from the top left. */
  readonly counts: readonly (readonly number[])[];
  /** In words what is counted, for example "boxes". */
  readonly noun: string;
  /** Of the square that the image is stretched to. */
  readonly greatestSidePx?: number;
  /** The cell in shares of the image's width and height. */
  readonly onAsk?: (area: Box, isAdded: boolean) => void;
}

const LEGEND_PX = 34;

export function PositionMap(props: PositionMapProps): JSX.Element {
  const { label, counts, noun, greatestSidePx = 300, onAsk } = props;
  const [element, widthPx] = useWidth();
  const side = Math.min(widthPx, greatestSidePx);
  const left = Math.floor((widthPx - side) / 2);
  const most = Math.max(1, ...counts.flat());
  return (
    <div ref={element} className="chart-box">
      <svg className="chart" width={widthPx} height={side + LEGEND_PX} role="figure" aria-label={label}>
        <g transform={`translate(${left} 0)`}>
          <rect className="chart__track" width={side} height={side} />
          {cellsOf(counts).map(({ area, count }) => (
            <Mark
              key={`${area.x1} ${area.y1}`}
              title={`${count.toLocaleString("en-GB")} ${noun}, ${describePlace(area)}`}
              testId="position-cell"
              onAsk={count > 0 && onAsk ? (isAdded) => onAsk(area, isAdded) : undefined}
            >
              <rect
                className="chart__heat"
                x={area.x1 * side}
                y={area.y1 * side}
                width={(area.x2 - area.x1) * side}
                height={(area.y2 - area.y1) * side}
                fillOpacity={count / most}
              />
            </Mark>
          ))}
          <Legend most={most} noun={noun} y={side + 12} width={side} />
        </g>
      </svg>
    </div>
  );
}

interface Cell {
  /** In shares of the image. */
  readonly area: Box;
  readonly count: number;
}

function cellsOf(counts: PositionMapProps["counts"]): readonly Cell[] {
  const rows = counts.length;
  return counts.flatMap((line, row) => {
    const columns = line.length;
    return line.map((count, column) => {
      const area = { x1: column / columns, y1: row / rows, x2: (column + 1) / columns, y2: (row + 1) / rows };
      return { area, count };
    });
  });
}

/** Without it, all cells of one count would sound the same to a screen reader. */
function describePlace({ x1, y1, x2, y2 }: Box): string {
  return `${Math.round(50 * (x1 + x2))} % across, ${Math.round(50 * (y1 + y2))} % down`;
}

const STEPS = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;

function Legend(props: { readonly most: number; readonly noun: string; readonly y: number; readonly width: number }) {
  const { most, noun, y, width } = props;
  const stepPx = 22;
  const left = (width - STEPS.length * stepPx) / 2;
  return (
    <g transform={`translate(${left} ${y})`}>
      {STEPS.map((share, index) => (
        <rect key={share} className="chart__heat" x={index * stepPx} width={stepPx} height={9} fillOpacity={share} />
      ))}
      <text x={-6} y={9} textAnchor="end">
        0
      </text>
      <text x={STEPS.length * stepPx + 6} y={9}>
        {most.toLocaleString("en-GB")} {noun}
      </text>
    </g>
  );
}
