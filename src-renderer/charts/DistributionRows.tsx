/** @file One measure of several groups under each other: a small histogram of each with its quartiles on one axis. */
import { type JSX, useId } from "react";
import { Mark } from "./Mark";
import { MarkHatch } from "./MarkHatch";
import { useWidth } from "./use-width";
import "./charts.css";

export interface Distribution<Group extends string> {
  readonly id: Group;
  readonly name: string;
  readonly tone: "right" | "wrong" | "missed";
  readonly n: number;
  /** One for each bin. */
  readonly counts: readonly number[];
  /** In the unit of the edges; undefined without values. */
  readonly quartiles?: { readonly low: number; readonly median: number; readonly high: number } | undefined;
}

export interface DistributionRowsProps<Group extends string> {
  readonly label: string;
  readonly groups: readonly Distribution<Group>[];
  /** One more than the counts, rising. */
  readonly edges: readonly number[];
  /** Ratios: half as much lies as far from the same as twice as much. */
  readonly isLogarithmic?: boolean;
  /** Values that are written on the axis. */
  readonly ticks: readonly number[];
  readonly xLabel: string;
  readonly onAsk?: (group: Group, bin: number, isAdded: boolean) => void;
}

const NAME_PX = 104;
const FIGURE_PX = 56;
const ROW_PX = 58;
const BAR_PX = 34;
const QUARTILES_Y = 42;

export function DistributionRows<Group extends string>(props: DistributionRowsProps<Group>): JSX.Element {
  const { label, groups, edges, isLogarithmic = false, ticks, xLabel, onAsk } = props;
  const [element, widthPx] = useWidth();
  const id = useId();
  const plotPx = Math.max(60, widthPx - NAME_PX - FIGURE_PX);
  const bottom = groups.length * ROW_PX + 6;
  const scale = scaleOf(edges, { plotPx, isLogarithmic });
  return (
    <div ref={element} className="chart-box">
      <svg className="chart" width={widthPx} height={bottom + 36} role="figure" aria-label={label}>
        <MarkHatch id={`${id}wrong`} tone="wrong" />
        <MarkHatch id={`${id}missed`} tone="missed" />
        {groups.map((group, index) => (
          <g key={group.id} transform={`translate(0 ${index * ROW_PX + 6})`} data-testid={`distribution-${group.id}`}>
            <Words group={group} widthPx={widthPx} />
            <g transform={`translate(${NAME_PX} 0)`}>
              <line className="chart__axis" x2={plotPx} y1={BAR_PX + 0.5} y2={BAR_PX + 0.5} />
              <Bars {...{ group, edges, scale, onAsk }} fill={fillOf(group.tone, id)} />
              <Quartiles group={group} scale={scale} />
            </g>
          </g>
        ))}
        <g transform={`translate(${NAME_PX} ${bottom})`}>
          <Axis {...{ ticks, xLabel, scale, plotPx }} />
          <text x={plotPx + FIGURE_PX - 4} y={31} textAnchor="end">
            median
          </text>
        </g>
      </svg>
    </div>
  );
}

type Scale = (value: number) => number;

/** Beyond the ends lies at the end. */
function scaleOf(
  edges: readonly number[],
  { plotPx, isLogarithmic }: { readonly plotPx: number; readonly isLogarithmic: boolean },
): Scale {
  const place = (value: number): number => (isLogarithmic ? Math.log(value) : value);
  const least = place(edges[0]!);
  const range = place(edges.at(-1)!) - least;
  return (value) => Math.min(Math.max((place(value) - least) / range, 0), 1) * plotPx;
}

function fillOf(tone: Distribution<string>["tone"], id: string): string {
  return tone === "right" ? "var(--chart-right)" : `url(#${id}${tone})`;
}

function Words({ group, widthPx }: { readonly group: Distribution<string>; readonly widthPx: number }): JSX.Element {
  return (
    <>
      <text className="chart__row-name" x={NAME_PX - 10} y={BAR_PX - 8} textAnchor="end">
        {group.name}
      </text>
      <text x={NAME_PX - 10} y={BAR_PX + 9} textAnchor="end">
        n = {group.n.toLocaleString("en-GB")}
      </text>
      <text className="chart__figure" x={widthPx - 4} y={QUARTILES_Y + 10} textAnchor="end">
        {group.quartiles ? group.quartiles.median.toFixed(2) : "–"}
      </text>
    </>
  );
}

interface BarsProps<Group extends string> {
  readonly group: Distribution<Group>;
  readonly edges: readonly number[];
  readonly scale: Scale;
  readonly fill: string;
  readonly onAsk: DistributionRowsProps<Group>["onAsk"];
}

/** Each group has a height of its own: what is compared is the shape, and n stands beside it. */
function Bars<Group extends string>({ group, edges, scale, fill, onAsk }: BarsProps<Group>): JSX.Element {
  const most = Math.max(1, ...group.counts);
  return (
    <>
      {group.counts.map((count, bin) => {
        const [from, to] = [edges[bin]!, edges[bin + 1]!];
        if (count === 0) return null;
        const height = Math.max(2, (count / most) * BAR_PX);
        const width = Math.max(1, scale(to) - scale(from) - 1);
        return (
          <Mark
            key={from}
            title={`${group.name}, ${from.toFixed(2)} to ${to.toFixed(2)}: ${count.toLocaleString("en-GB")}`}
            testId="distribution-bin"
            onAsk={onAsk && ((isAdded) => onAsk(group.id, bin, isAdded))}
          >
            <rect className="chart__column" x={scale(from)} width={width} height={BAR_PX} />
            <rect fill={fill} x={scale(from)} width={width} y={BAR_PX - height} height={height} />
          </Mark>
        );
      })}
    </>
  );
}

function Quartiles({ group, scale }: { readonly group: Distribution<string>; readonly scale: Scale }) {
  if (!group.quartiles) return null;
  const { low, median, high } = group.quartiles;
  const words = [low, median, high].map((value) => value.toFixed(2));
  return (
    <g className="chart__quartiles" data-testid="quartiles">
      <title>{`${group.name}: half of them lie between ${words[0]} and ${words[2]}, the median is ${words[1]}`}</title>
      <line x1={scale(low)} x2={Math.max(scale(high), scale(low) + 1)} y1={QUARTILES_Y} y2={QUARTILES_Y} />
      <circle cx={scale(median)} cy={QUARTILES_Y} r={4} />
    </g>
  );
}

interface AxisProps {
  readonly ticks: readonly number[];
  readonly xLabel: string;
  readonly scale: Scale;
  readonly plotPx: number;
}

function Axis({ ticks, xLabel, scale, plotPx }: AxisProps): JSX.Element {
  return (
    <>
      {ticks.map((value) => (
        <g key={value} className="chart__tick" transform={`translate(${Math.floor(scale(value)) + 0.5} 0)`}>
          <line y2={4} />
          <text y={17} textAnchor="middle">
            {value}
          </text>
        </g>
      ))}
      <text className="chart__name" x={plotPx / 2} y={31} textAnchor="middle">
        {xLabel}
      </text>
    </>
  );
}
