/** @file Counts between edges as bars: a histogram of any measure. */
import type { JSX } from "react";
import { ChartFrame } from "./ChartFrame";
import { evenCountTicks } from "./count-axis";
import { Mark } from "./Mark";

export interface BarHistogramProps {
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly counts: readonly number[];
  /** One more than counts, rising. */
  readonly edges: readonly number[];
  /** How an edge is written on the axis and in words. */
  readonly describe?: (edge: number) => string;
  readonly onAsk?: (bin: number, isAdded: boolean) => void;
}

export function BarHistogram(props: BarHistogramProps): JSX.Element {
  const { label, xLabel, yLabel, counts, edges, describe = plainNumber, onAsk } = props;
  const most = Math.max(1, ...counts);
  const least = edges[0] ?? 0;
  const range = (edges.at(-1) ?? 1) - least || 1;
  const at = (edge: number): number => (edge - least) / range;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: share, text: describe(least + share * range) }));
  return (
    <ChartFrame label={label} xLabel={xLabel} yLabel={yLabel} xTicks={ticks} yTicks={evenCountTicks(most)}>
      {(plot) =>
        counts.map((count, bin) => {
          const [from, to] = [edges[bin]!, edges[bin + 1]!];
          const x = plot.x(at(from));
          const width = Math.max(1, plot.x(at(to)) - x - 1);
          const title = `${describe(from)} to ${describe(to)}: ${count.toLocaleString("en-GB")}`;
          return (
            <Mark
              key={from}
              title={title}
              testId="histogram-bin"
              onAsk={count > 0 && onAsk ? (isAdded) => onAsk(bin, isAdded) : undefined}
            >
              <rect className="chart__column" x={x} width={width} y={plot.top} height={plot.height} />
              <rect
                className="chart__plain"
                x={x}
                width={width}
                y={plot.y(count / most)}
                height={(count / most) * plot.height}
              />
            </Mark>
          );
        })
      }
    </ChartFrame>
  );
}

function plainNumber(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-GB") : String(Number(value.toPrecision(3)));
}
