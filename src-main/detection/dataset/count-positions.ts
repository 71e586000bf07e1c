/** @file Where on the images the boxes lie: a grid over which they are laid. */
import type { OverviewImage } from "./overview-image";

/** [rows][columns] how many boxes cover each cell, if only in part; each image is stretched to the grid, and what sticks
 * out of it is not counted. */
export function countPositions(
  images: readonly Pick<OverviewImage, "widthPx" | "heightPx" | "boxes">[],
  { rows, columns }: { readonly rows: number; readonly columns: number },
): number[][] {
  const grid = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
  for (const { widthPx, heightPx, boxes } of images) {
    for (const { x, y, width, height } of boxes) {
      const across = cellsBetween((x / widthPx) * columns, ((x + width) / widthPx) * columns, columns);
      const down = cellsBetween((y / heightPx) * rows, ((y + height) / heightPx) * rows, rows);
      for (let row = down.from; row < down.to; row++) {
        for (let column = across.from; column < across.to; column++) grid[row]![column]!++;
      }
    }
  }
  return grid;
}

function cellsBetween(start: number, end: number, count: number): { readonly from: number; readonly to: number } {
  return { from: Math.max(Math.floor(start), 0), to: Math.min(Math.ceil(end), count) };
}
