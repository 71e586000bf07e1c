/** @file Makes a picture small by the means of its cells. */

/** 8-bit grey, row by row. */
export interface GreyPicture {
  readonly rows: number;
  readonly columns: number;
  readonly values: Uint8Array;
}

/** [rows × columns] mean grey of each cell, row by row; a cell has at least one pixel, so that a picture smaller than
 * the grid repeats its own. */
export function averageCells(
  { rows, columns, values }: GreyPicture,
  grid: { readonly rows: number; readonly columns: number },
): Float64Array {
  const means = new Float64Array(grid.rows * grid.columns);
  for (let row = 0; row < grid.rows; row++) {
    const [top, bottom] = pixelsOf(row, grid.rows, rows);
    for (let column = 0; column < grid.columns; column++) {
      const [left, right] = pixelsOf(column, grid.columns, columns);
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += values[y * columns + x]!;
      means[row * grid.columns + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return means;
}

function pixelsOf(cell: number, cells: number, pixels: number): readonly [from: number, to: number] {
  const from = Math.floor((cell * pixels) / cells);
  return [from, Math.max(from + 1, Math.floor(((cell + 1) * pixels) / cells))];
}
