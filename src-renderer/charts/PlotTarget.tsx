/** @file The whole plot as one place to click, which answers with shares of its width and height. */
import type { JSX } from "react";
import { PLOT } from "./ChartFrame";

export interface PlotTargetProps {
  /** Shares from the left and from the bottom, 0 to 1. */
  readonly onChoose: (at: { readonly x: number; readonly y: number }) => void;
}

export function PlotTarget({ onChoose }: PlotTargetProps): JSX.Element {
  return (
    <rect
      className="chart__target"
      x={PLOT.left}
      y={PLOT.top}
      width={PLOT.width}
      height={PLOT.height}
      onClick={({ currentTarget, clientX, clientY }) => {
        const frame = currentTarget.getBoundingClientRect();
        onChoose({ x: (clientX - frame.left) / frame.width, y: 1 - (clientY - frame.top) / frame.height });
      }}
    >
      <title>Click to move the score threshold here</title>
    </rect>
  );
}
