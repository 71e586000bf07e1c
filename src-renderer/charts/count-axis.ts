/** @file Axes of counts with round ticks, even or on a square root. */
import type { Tick } from "./ChartFrame";

/** 0 to 1 along an axis on which the few beside many stay visible. */
export function rootShare(count: number, most: number): number {
  return Math.sqrt(count / most);
}

/** Ticks of an axis on a square root: an eighth and the whole, rounded down. */
export function countTicks(most: number): readonly Tick[] {
  const counts = [...new Set([0, roundDown(most / 8), roundDown(most)])];
  return counts.map((count) => ({ at: rootShare(count, most), text: count.toLocaleString("en-GB") }));
}

/** Ticks of an even axis: whole steps of 1, 2 or 5 times a power of ten, three or four of them. */
export function evenCountTicks(most: number): readonly Tick[] {
  const step = Math.max(1, roundDown(most / 2));
  const count = Math.floor(most / step) + 1;
  return Array.from({ length: count }, (_, index) => {
    const value = index * step;
    return { at: value / most, text: value.toLocaleString("en-GB") };
  });
}

/** The greatest 1, 2 or 5 times a power of ten that is not above the value; 0 below 1. */
function roundDown(value: number): number {
  if (value < 1) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [5, 2, 1].find((digit) => digit * power <= value)!;
}
