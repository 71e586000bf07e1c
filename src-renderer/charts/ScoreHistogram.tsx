/** @file Right and wrong detections by score, with the threshold; a bin answers with its range and verdict. */
import { type JSX, useId } from "react";
import type { ScoreBin } from "../../src-shared/figures/score-histogram";
import { ChartFrame } from "./ChartFrame";
import { countTicks, rootShare } from "./count-axis";
import { Mark } from "./Mark";
import { MarkHatch } from "./MarkHatch";
import type { Plot } from "./plot";
import { SHARE_TICKS } from "./share-ticks";

export interface ScoreHistogramProps {
  readonly bins: readonly ScoreBin[];
  readonly scoreThreshold: number;
  readonly onAsk?: ((bin: ScoreBin, verdict: "right" | "wrong", isAdded: boolean) => void) | undefined;
}

export function ScoreHistogram(props: ScoreHistogramProps): JSX.Element {
  const { bins, scoreThreshold, onAsk } = props;
  const hatch = useId();
  const most = Math.max(1, ...bins.map(({ right, wrong }) => right + wrong));
  return (
    <ChartFrame
      label="Detections by score"
      xLabel="Score"
      yLabel="Detections"
      xTicks={SHARE_TICKS}
      yTicks={countTicks(most)}
    >
      {(plot) => (
        <>
          <MarkHatch id={hatch} tone="wrong" />
          {bins.map((bin) => (
            <Bar key={bin.from} {...{ bin, plot, most, hatch, onAsk }} isBelow={bin.to <= scoreThreshold} />
          ))}
          <line
            className="chart__threshold"
            x1={plot.x(scoreThreshold)}
            x2={plot.x(scoreThreshold)}
            y1={plot.top}
            y2={plot.bottom}
          />
        </>
      )}
    </ChartFrame>
  );
}

interface BarProps {
  readonly onAsk: ScoreHistogramProps["onAsk"];
  readonly bin: ScoreBin;
  readonly plot: Plot;
  readonly most: number;
  readonly hatch: string;
  /** Not counted at the threshold of the moment. */
  readonly isBelow: boolean;
}

/** Right ones stand below the wrong ones; on the root of the count, so that few stay visible beside many. */
function Bar({ bin, plot, most, hatch, isBelow, onAsk }: BarProps): JSX.Element {
  const x = plot.x(bin.from) + 0.5;
  const width = Math.max(1, plot.x(bin.to) - plot.x(bin.from) - 1);
  const right = rootShare(bin.right, most) * plot.height;
  const all = rootShare(bin.right + bin.wrong, most) * plot.height;
  const range = `Score ${bin.from.toFixed(2)} to ${bin.to.toFixed(2)}`;
  return (
    <g className="chart__bin" data-below={isBelow}>
      {bin.wrong > 0 && (
        <Mark
          title={`${range}: ${bin.wrong} wrong`}
          testId="score-wrong"
          onAsk={onAsk && ((isAdded) => onAsk(bin, "wrong", isAdded))}
        >
          <rect fill={`url(#${hatch})`} x={x} width={width} y={plot.bottom - all} height={all - right} />
        </Mark>
      )}
      {bin.right > 0 && (
        <Mark
          title={`${range}: ${bin.right} right`}
          testId="score-right"
          onAsk={onAsk && ((isAdded) => onAsk(bin, "right", isAdded))}
        >
          <rect className="chart__right" x={x} width={width} y={plot.bottom - right} height={right} />
        </Mark>
      )}
    </g>
  );
}
