/** @file The linear window from modality units to display values. PS3.3 C.11.2.1.2.1. */
import type { Window } from "../../../src-shared/domain/instance";

/** Maps a value to 0 … `displayMax`, unrounded; what lies outside the window is clamped. */
export function applyWindow(
  value: number,
  { center, width }: Pick<Window, "center" | "width">,
  displayMax = 255,
): number {
  const middle = center - 0.5;
  // Widths below 1 have no meaning in the formula; 1 is a threshold.
  const span = Math.max(0, width - 1);
  if (value <= middle - span / 2) return 0;
  if (value > middle + span / 2) return displayMax;
  return ((value - middle) / span + 0.5) * displayMax;
}

/** The window that shows `lowest` as black and `highest` as white. */
export function windowOfRange(lowest: number, highest: number): { center: number; width: number } {
  const width = highest - lowest + 1;
  return { center: lowest + width / 2, width };
}
