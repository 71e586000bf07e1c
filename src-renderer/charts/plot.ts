/** @file The rectangle between the axes of a chart, and where a share of an axis lies in it. */

export interface Plot {
  /** CSS pixels within the picture. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly right: number;
  readonly bottom: number;
  /** Share of the width from the left, 0 to 1, in pixels. */
  readonly x: (share: number) => number;
  /** Share of the height from the bottom. */
  readonly y: (share: number) => number;
}

export function plotWithin(
  size: { readonly widthPx: number; readonly heightPx: number },
  margin: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
): Plot {
  const { left, top } = margin;
  const width = Math.max(1, size.widthPx - left - margin.right);
  const height = Math.max(1, size.heightPx - top - margin.bottom);
  return {
    left,
    top,
    width,
    height,
    right: left + width,
    bottom: top + height,
    x: (share) => left + share * width,
    y: (share) => top + (1 - share) * height,
  };
}
