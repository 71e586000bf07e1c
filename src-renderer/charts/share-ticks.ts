/** @file Ticks of an axis of shares. */
import type { Tick } from "./ChartFrame";

export const SHARE_TICKS: readonly Tick[] = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: String(at) }));
export const FEW_SHARE_TICKS: readonly Tick[] = [0, 0.5, 1].map((at) => ({ at, text: String(at) }));
