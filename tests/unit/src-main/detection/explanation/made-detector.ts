/** @file A made picture and a made detector that looks at one square of it. */
import type { Box } from "../../../../../src-shared/domain/box";
import type { PreparedImage } from "../../../../../src-main/detection/explanation/prepared-image";

/** A checkerboard of single pixels, so that every place loses its contrast when it is blurred or hidden. */
export function imageOf({ rows, columns }: { readonly rows: number; readonly columns: number }): PreparedImage {
  const data = Float32Array.from(
    { length: rows * columns },
    (_, place) => ((place % columns) + Math.floor(place / columns)) % 2,
  );
  return { data, shape: [1, rows, columns], part: { row: 0, column: 0, rows, columns } };
}

/** The contrast within the square alone: 1 on the whole picture, 0 where the square is even. */
export function squareScore(
  data: Float32Array,
  { shape: [, , width] }: PreparedImage,
  { x1, y1, x2, y2 }: Box,
): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = y1; y < y2; y++) {
    for (let x = x1; x < x2; x++) {
      const value = data[y * width + x]!;
      sum += value;
      squares += value * value;
      count++;
    }
  }
  return Math.min(Math.sqrt(Math.max(squares / count - (sum / count) ** 2, 0)) * 2, 1);
}
