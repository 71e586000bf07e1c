/** @file Right and wrong detections by score, with the threshold; a click moves it. */
import { type JSX, useId } from "react";
import type { ScoreBin } from "../../src-shared/figures/score-histogram-bins";
import { ChartFrame, PLOT, type Tick } from "./ChartFrame";
import { PlotTarget } from "./PlotTarget";
import "./charts.css";

export interface ScoreHistogramProps {
  readonly bins: readonly ScoreBin[];
  readonly scoreThreshold: number;
  readonly onChooseScore?: (score: number) => void;
}

export function ScoreHistogram({ bins, scoreThreshold, onChooseScore }: ScoreHistogramProps): JSX.Element {
  const hatch = useId();
  const most = Math.max(1, ...bins.map(({ truePositives, falsePositives }) => truePositives + falsePositives));
  const height = (count: number): number => heightShare(count, most) * PLOT.height;
  const thresholdX = PLOT.left + scoreThreshold * PLOT.width;

  return (
    <ChartFrame
      label="Detections by score"
      xLabel="Score"
      yLabel="Detections"
      xTicks={[0, 0.25, 0.5, 0.75, 1].map((value) => ({ at: value, text: String(value) }))}
      yTicks={countTicks(most)}
    >
      <defs>
        <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="chart__wrong-ground" width={5} height={5} />
          <line className="chart__wrong-line" y2={5} />
        </pattern>
      </defs>
      {bins.map((bin) => {
        const x = PLOT.left + bin.from * PLOT.width + 0.5;
        const width = (bin.to - bin.from) * PLOT.width - 1;
        const all = height(bin.truePositives + bin.falsePositives);
        const right = height(bin.truePositives);
        const bottom = PLOT.top + PLOT.height;
        return (
          <g key={bin.from} className="chart__bin" data-below={bin.to <= scoreThreshold}>
            <title>{`Score ${bin.from.toFixed(2)} to ${bin.to.toFixed(2)}: ${bin.truePositives} true positives, ${bin.falsePositives} false positives`}</title>
            <rect fill={`url(#${hatch})`} x={x} width={width} y={bottom - all} height={all} />
            <rect className="chart__right" x={x} width={width} y={bottom - right} height={right} />
          </g>
        );
      })}
      <line className="chart__threshold" x1={thresholdX} x2={thresholdX} y1={PLOT.top} y2={PLOT.top + PLOT.height} />
      <PlotTarget onChoose={({ x }) => onChooseScore?.(x)} />
    </ChartFrame>
  );
}

/** Low scores outnumber high ones a hundredfold: on a square root the few that matter stay visible. */
function heightShare(count: number, most: number): number {
  return Math.sqrt(count / most);
}

function countTicks(most: number): readonly Tick[] {
  const middle = Math.round(most / 4);
  const counts = middle > 0 && middle < most ? [0, middle, most] : [0, most];
  return counts.map((count) => ({ at: heightShare(count, most), text: String(count) }));
}
