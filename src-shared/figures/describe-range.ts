/** @file Writes ranges of scores and areas as a chip or an axis names them. */
import type { Frame } from "./case-table";
import type { ValueRange } from "./value-range";

/** "0.60–0.70", or "from 0.60" where there is no bound. */
export function describeRange({ from, to }: ValueRange, text: (value: number) => string): string {
  return to === undefined ? `from ${text(from)}` : `${text(from)}–${text(to)}`;
}

/** "under 4,096 px²", "4,096–9,216 px²" or "from 9,216 px²", with the frame where areas are measured in one. */
export function describeArea(range: ValueRange, frame?: Frame): string {
  const { from, to } = range;
  const area = from <= 0 && to !== undefined ? `under ${pixelsText(to)}` : describeRange(range, pixelsText);
  return frame ? `${area} px² at ${frame.widthPx} × ${frame.heightPx}` : `${area} px²`;
}

/** Two decimals, more where the edge of a bin has them. */
export function scoreText(value: number): string {
  const isExact = Math.abs(value - Number(value.toFixed(2))) < 1e-9;
  return value.toFixed(isExact ? 2 : 3);
}

function pixelsText(value: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: value < 10 ? 1 : 0 });
}
