/** @file Differences, their intervals and p values as a table shows them. */
import type { ComparedFigure } from "../../src-shared/domain/comparison";
import type { Interval } from "../../src-shared/domain/evaluation";
import { UNDEFINED_FIGURE } from "./readable";

/** With its sign: "+0.012", "−0.034", "0.000". */
export function readableSigned(difference: number | undefined, digits: number): string {
  if (difference === undefined) return UNDEFINED_FIGURE;
  const size = Math.abs(difference).toFixed(digits);
  if (Number(size) === 0) return size;
  return `${difference < 0 ? "−" : "+"}${size}`;
}

export function readableInterval(interval: Interval | undefined, digits: number): string {
  if (!interval) return UNDEFINED_FIGURE;
  return `${readableSigned(interval.low, digits)} to ${readableSigned(interval.high, digits)}`;
}

/** Never 0: with so many resamples nothing smaller than one of them can be seen. */
export function readablePValue(pValue: number | undefined, resamples: number): string {
  if (pValue === undefined) return UNDEFINED_FIGURE;
  const least = 1 / resamples;
  if (pValue <= least) return `≤ ${Number(least.toPrecision(1))}`;
  return pValue < 0.1 ? pValue.toFixed(3) : pValue.toFixed(2);
}

/** Where the interval leaves 0 out; undefined where it does not, or where there is none. */
export function surerRun({ interval }: Pick<ComparedFigure, "interval">): "left" | "right" | undefined {
  if (!interval) return undefined;
  if (interval.low > 0) return "right";
  return interval.high < 0 ? "left" : undefined;
}
