/** @file What the two fillings of the score histogram mean, and how its height grows. */
import type { JSX } from "react";

export function ScoreLegend(): JSX.Element {
  return (
    <span className="evaluation__legend">
      <span data-kind="right">right</span>
      <span data-kind="wrong">wrong</span>
      <small>height: root of the count</small>
    </span>
  );
}
