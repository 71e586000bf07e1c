/** @file The axis of counts that differ a hundredfold: on a square root the few that matter stay visible. */
import type { Tick } from "./ChartFrame";

/** 0 to 1 along the axis. */
export function rootShare(count: number, most: number): number {
  return Math.sqrt(count / most);
}

export function countTicks(most: number): readonly Tick[] {
  const middle = roundCount(most / 4);
  const counts = middle > 0 && middle < most ? [0, middle, most] : [0, most];
  return counts.map((count) => ({ at: rootShare(count, most), text: count.toLocaleString("en-GB") }));
}

/** Ticks of an even axis: none, half and all. */
export function evenCountTicks(most: number): readonly Tick[] {
  const middle = roundCount(most / 2);
  const counts = middle > 0 && middle < most ? [0, middle, most] : [0, most];
  return counts.map((count) => ({ at: count / most, text: count.toLocaleString("en-GB") }));
}

/** Two digits are enough on an axis. */
function roundCount(count: number): number {
  return count < 100 ? Math.round(count) : Number(count.toPrecision(2));
}
