/** @file Bars that lie beside their names, one a row, each made of parts that can be clicked. */
import { type JSX, useId } from "react";
import { Mark, type AskMark } from "./Mark";
import { MarkHatch } from "./MarkHatch";
import { useWidth } from "./use-width";
import "./charts.css";

export const BAR_TONES = ["right", "wrong", "missed", "plain"] as const;
export type BarTone = (typeof BAR_TONES)[number];

export interface BarPart {
  readonly id: string;
  /** Share of the axis, 0 to 1. */
  readonly share: number;
  readonly tone: BarTone;
  /** In words what the part shows. */
  readonly title: string;
  readonly onAsk?: AskMark | undefined;
  /** The part is all of its row, whose name asks the same. */
  readonly isWholeRow?: boolean;
}

export interface BarRow {
  readonly id: string;
  readonly name: string;
  /** From the left, one after the other. */
  readonly parts: readonly BarPart[];
  /** The figure at the end of the row. */
  readonly figure: string;
  /** What it is made of, for example "12 of 20". */
  readonly count?: string | undefined;
  readonly title: string;
  /** A click on the name. */
  readonly onAsk?: AskMark | undefined;
}

export interface RowBarsProps {
  readonly label: string;
  readonly rows: readonly BarRow[];
  /** Under the bars, at both ends of the axis. */
  readonly axis: { readonly from: string; readonly to: string; readonly name: string };
  /** Room for the names; longer ones are cut. */
  readonly namePx?: number;
}

const ROW_PX = 26;
const BAR_PX = 15;
const FIGURE_PX = { withCount: 108, alone: 52 } as const;

export function RowBars({ label, rows, axis, namePx = 110 }: RowBarsProps): JSX.Element {
  const [element, widthPx] = useWidth();
  const id = useId();
  const figurePx = rows.some(({ count }) => count !== undefined) ? FIGURE_PX.withCount : FIGURE_PX.alone;
  const barsPx = Math.max(40, widthPx - namePx - figurePx);
  const bottom = rows.length * ROW_PX + 4;
  const hatches = { wrong: `${id}wrong`, missed: `${id}missed` };
  return (
    <div ref={element} className="chart-box">
      <svg className="chart" width={widthPx} height={bottom + 34} role="figure" aria-label={label}>
        <MarkHatch id={hatches.wrong} tone="wrong" />
        <MarkHatch id={hatches.missed} tone="missed" />
        {rows.map((row, index) => (
          <g key={row.id} transform={`translate(0 ${index * ROW_PX + 4})`} data-testid="bar-row">
            <Name row={row} namePx={namePx} />
            <g transform={`translate(${namePx} 0)`}>
              <rect className="chart__track" width={barsPx} y={2} height={BAR_PX} />
              <Parts parts={row.parts} barsPx={barsPx} hatches={hatches} />
            </g>
            <Figures row={row} widthPx={widthPx} figurePx={figurePx} />
          </g>
        ))}
        <g className="chart__tick" transform={`translate(${namePx} ${bottom})`}>
          <line x2={barsPx} y1={0.5} y2={0.5} />
          <text y={15}>{axis.from}</text>
          <text x={barsPx} y={15} textAnchor="end">
            {axis.to}
          </text>
          <text className="chart__name" x={barsPx / 2} y={28} textAnchor="middle">
            {axis.name}
          </text>
        </g>
      </svg>
    </div>
  );
}

const LETTER_PX = 6.6;

function Name({ row, namePx }: { readonly row: BarRow; readonly namePx: number }): JSX.Element {
  const most = Math.floor((namePx - 12) / LETTER_PX);
  const shown = row.name.length > most ? `${row.name.slice(0, most - 1)}…` : row.name;
  return (
    <Mark title={row.title} testId="bar-name" onAsk={row.onAsk}>
      <text className="chart__row-name" x={namePx - 8} y={14} textAnchor="end">
        {shown}
      </text>
    </Mark>
  );
}

interface PartsProps {
  readonly parts: readonly BarPart[];
  readonly barsPx: number;
  readonly hatches: Readonly<Record<"wrong" | "missed", string>>;
}

function Parts({ parts, barsPx, hatches }: PartsProps): JSX.Element {
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, { share }) => sum + share, 0));
  return (
    <>
      {parts.map(({ id, share, tone, title, onAsk, isWholeRow = false }, index) => {
        if (share <= 0) return null;
        const isHatched = tone === "wrong" || tone === "missed";
        return (
          <Mark key={id} title={title} testId={`bar-${id}`} isSecondWay={isWholeRow} onAsk={onAsk}>
            <rect
              className={isHatched ? undefined : `chart__${tone}`}
              {...(isHatched && { fill: `url(#${hatches[tone]})` })}
              x={starts[index]! * barsPx}
              width={Math.max(1, share * barsPx)}
              y={2}
              height={BAR_PX}
            />
          </Mark>
        );
      })}
    </>
  );
}

function Figures(props: { readonly row: BarRow; readonly widthPx: number; readonly figurePx: number }): JSX.Element {
  const { row, widthPx, figurePx } = props;
  return (
    <g>
      <text className="chart__figure" x={widthPx - figurePx + 44} y={14} textAnchor="end">
        {row.figure}
      </text>
      {row.count !== undefined && (
        <text className="chart__count" x={widthPx - 2} y={14} textAnchor="end">
          {row.count}
        </text>
      )}
    </g>
  );
}
