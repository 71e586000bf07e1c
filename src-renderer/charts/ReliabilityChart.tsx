/** @file Share of right detections against their mean score, bin by bin: how far scores can be believed. */
import { type JSX, useId } from "react";
import type { ReliabilityBin } from "../../src-shared/figures/reliability-curve";
import { ChartFrame } from "./ChartFrame";
import { curvePath } from "./curve";
import { Mark } from "./Mark";
import { MarkHatch } from "./MarkHatch";
import type { Plot } from "./plot";
import { FEW_SHARE_TICKS, SHARE_TICKS } from "./share-ticks";

export interface ReliabilityChartProps {
  /** With the scores as they are read at present; empty bins are left out. */
  readonly bins: readonly ReliabilityBin[];
  /** With the scores of before a recalibration, for comparison. */
  readonly before?: readonly ReliabilityBin[] | undefined;
  readonly onAsk?: ((bin: ReliabilityBin, isAdded: boolean) => void) | undefined;
}

export function ReliabilityChart({ bins, before, onAsk }: ReliabilityChartProps): JSX.Element {
  const hatch = useId();
  return (
    <ChartFrame
      label="Share of right detections against mean score"
      xLabel="Mean score"
      yLabel="Share right"
      xTicks={SHARE_TICKS}
      yTicks={FEW_SHARE_TICKS}
      aspect={0.72}
    >
      {(plot) => (
        <>
          <MarkHatch id={hatch} tone="wrong" />
          {bins.map((bin) => (
            <Bin key={bin.from} {...{ bin, plot, hatch, onAsk }} />
          ))}
          <line className="chart__chance" x1={plot.left} y1={plot.bottom} x2={plot.right} y2={plot.top} />
          {before && <Series className="chart__before" bins={before} plot={plot} />}
          <Series className="chart__now" bins={bins} plot={plot} />
        </>
      )}
    </ChartFrame>
  );
}

interface BinProps {
  readonly onAsk: ReliabilityChartProps["onAsk"];
  readonly bin: ReliabilityBin;
  readonly plot: Plot;
  readonly hatch: string;
}

/** The bar ends at the share of right ones; the hatch fills what lies between it and the mean score. */
function Bin({ bin, plot, hatch, onAsk }: BinProps): JSX.Element {
  const { from, to, shareRight, meanScore, detections, right } = bin;
  const x = plot.x(from) + 0.5;
  const width = Math.max(1, plot.x(to) - plot.x(from) - 1);
  const [low, high] = [Math.min(shareRight, meanScore), Math.max(shareRight, meanScore)];
  const title = `Score ${from.toFixed(2)} to ${to.toFixed(2)}: ${right} of ${detections} right (${shareRight.toFixed(2)}), mean score ${meanScore.toFixed(2)}`;
  return (
    <Mark title={title} testId="reliability-bin" onAsk={onAsk && ((isAdded) => onAsk(bin, isAdded))}>
      <rect className="chart__column" x={x} width={width} y={plot.top} height={plot.height} />
      <rect className="chart__share" x={x} width={width} y={plot.y(shareRight)} height={shareRight * plot.height} />
      <rect
        fill={`url(#${hatch})`}
        x={x}
        width={width}
        y={plot.y(high)}
        height={(high - low) * plot.height}
        opacity={0.55}
      />
      {width >= 26 && (
        <text className="chart__small" x={x + width / 2} y={plot.top + 12} textAnchor="middle">
          {briefCount(detections)}
        </text>
      )}
    </Mark>
  );
}

function Series(props: { readonly className: string; readonly bins: readonly ReliabilityBin[]; readonly plot: Plot }) {
  const { className, bins, plot } = props;
  const points = bins.map(({ meanScore: x, shareRight: y }) => ({ x, y }));
  return (
    <g className={className}>
      <path d={curvePath(points, plot)} />
      {points.map(({ x, y }) => (
        <circle key={x} cx={plot.x(x)} cy={plot.y(y)} r={3} />
      ))}
    </g>
  );
}

/** As much as fits above a bin: 940, 1.2k, 21k. */
function briefCount(count: number): string {
  if (count < 1000) return String(count);
  const thousands = count / 1000;
  return `${thousands < 10 ? thousands.toFixed(1) : Math.round(thousands)}k`;
}
