/** @file The edge between two panels: dragged, or moved with the arrow keys. */
import type { JSX, KeyboardEvent, PointerEvent } from "react";
import "./splitter.css";

export interface SplitterProps {
  readonly label: string;
  readonly widthPx: number;
  readonly least: number;
  readonly greatest: number;
  /** Which side of the edge the panel stands on that gets wider. */
  readonly side: "left" | "right";
  readonly onResize: (widthPx: number) => void;
}

const KEY_STEP_PX = 16;

export function Splitter({ label, widthPx, least, greatest, side, onResize }: SplitterProps): JSX.Element {
  const direction = side === "left" ? 1 : -1;

  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onResize(widthPx + direction * event.movementX);
  };
  const nudge = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -KEY_STEP_PX, ArrowRight: KEY_STEP_PX }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onResize(widthPx + direction * step);
  };
  return (
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={widthPx}
      aria-valuemin={least}
      aria-valuemax={greatest}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={follow}
      onKeyDown={nudge}
    />
  );
}
