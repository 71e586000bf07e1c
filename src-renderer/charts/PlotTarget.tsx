/** @file The whole plot as one place to point at and click, which answers with shares of its width and height. */
import type { JSX, PointerEvent } from "react";
import type { Plot } from "./plot";

/** Shares from the left and from the bottom, 0 to 1. */
export interface PlotPlace {
  readonly x: number;
  readonly y: number;
}

export interface PlotTargetProps {
  readonly plot: Plot;
  readonly hint: string;
  readonly onChoose?: (at: PlotPlace) => void;
  /** Undefined when the pointer has left. */
  readonly onPoint?: (at: PlotPlace | undefined) => void;
}

export function PlotTarget({ plot, hint, onChoose, onPoint }: PlotTargetProps): JSX.Element {
  return (
    <rect
      className="chart__target"
      x={plot.left}
      y={plot.top}
      width={plot.width}
      height={plot.height}
      onPointerMove={(event) => onPoint?.(placeOf(event))}
      onPointerLeave={() => onPoint?.(undefined)}
      onClick={(event) => onChoose?.(placeOf(event))}
    >
      <title>{hint}</title>
    </rect>
  );
}

function placeOf({ currentTarget, clientX, clientY }: Pick<PointerEvent, "currentTarget" | "clientX" | "clientY">) {
  const frame = currentTarget.getBoundingClientRect();
  return { x: (clientX - frame.left) / frame.width, y: 1 - (clientY - frame.top) / frame.height };
}
