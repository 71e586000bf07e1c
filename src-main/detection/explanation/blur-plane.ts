/** @file Blurs a plane of values strongly and in a time that does not grow with the strength. */
import type { PixelSize } from "../preprocessing/resize-bilinear";

/** [rows × columns] blurred by about a Gaussian of `deviationPx`: three running means of one odd width, first along
 * rows, then along columns; the edge's value goes on outside. With SciPy: `uniform_filter1d(…, mode="nearest")`.
 * @see Kovesi, Fast almost-Gaussian filtering, DICTA 2010 */
export function blurPlane(values: Float32Array, { rows, columns }: PixelSize, deviationPx: number): Float32Array {
  const radius = Math.max(Math.round((Math.sqrt(4 * deviationPx ** 2 + 1) - 1) / 2), 1);
  const blurred = Float64Array.from(values);
  for (let pass = 0; pass < 3; pass++) {
    for (let row = 0; row < rows; row++) {
      averageAlongInto({ start: row * columns, step: 1, count: columns, radius }, blurred);
    }
    for (let column = 0; column < columns; column++) {
      averageAlongInto({ start: column, step: columns, count: rows, radius }, blurred);
    }
  }
  return Float32Array.from(blurred);
}

interface Line {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly radius: number;
}

function averageAlongInto({ start, step, count, radius }: Line, values: Float64Array): void {
  const line = Float64Array.from({ length: count }, (_, place) => values[start + place * step]!);
  const at = (place: number): number => line[Math.min(Math.max(place, 0), count - 1)]!;
  let sum = 0;
  for (let place = -radius; place <= radius; place++) sum += at(place);
  for (let place = 0; place < count; place++) {
    values[start + place * step] = sum / (2 * radius + 1);
    sum += at(place + radius + 1) - at(place - radius);
  }
}
