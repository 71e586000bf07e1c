/** @file OpenCV's affine warp of 8-bit images, to the last bit, as the training pictures of a notebook were made. */
import type { GreyPixels } from "../resize-bilinear";
import { roundHalfToEven } from "../round-half-to-even";
import { type AffineMatrix, inverted } from "./affine-matrix";

/** `cv2.warpAffine(image, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)`: the
 * size stays; places are rounded to 1/32 of a pixel; what lies outside is mirrored at the outermost pixels' middles.
 * @see opencv 4.6, modules/imgproc/src/imgwarp.cpp: WarpAffineInvoker, remapBilinear */
export function warpAffine(image: GreyPixels, matrix: AffineMatrix): GreyPixels {
  const { rows, columns } = image;
  const values = new Uint8Array(rows * columns);
  const [a, b, c, d, e, f] = inverted(matrix);
  const acrossX = stepsAlong(a, columns);
  const acrossY = stepsAlong(d, columns);
  for (let row = 0; row < rows; row++) {
    const startX = fixedPoint(b * row + c) + HALF_STEP;
    const startY = fixedPoint(e * row + f) + HALF_STEP;
    const target = values.subarray(row * columns, (row + 1) * columns);
    warpRowInto(image, { acrossX, acrossY, startX, startY }, target);
  }
  return { rows, columns, values };
}

/** Source places along one target row, in 1/1024 of a pixel. */
interface RowPlaces {
  readonly acrossX: Int32Array;
  readonly acrossY: Int32Array;
  readonly startX: number;
  readonly startY: number;
}

/** AB_BITS is 10 and INTER_BITS 5: steps of 1/1024 are added up, then rounded to 1/32. */
const FIXED_ONE = 1024;
const HALF_STEP = 16;

function fixedPoint(value: number): number {
  return roundHalfToEven(value * FIXED_ONE);
}

function stepsAlong(slope: number, columns: number): Int32Array {
  return Int32Array.from({ length: columns }, (_, column) => roundHalfToEven(slope * column * FIXED_ONE));
}

/** OpenCV's weights are products of two numbers of 5 bits, shifted up by 5; here they stay as they are. */
function warpRowInto(image: GreyPixels, places: RowPlaces, target: Uint8Array): void {
  const { values, rows, columns } = image;
  const { acrossX, acrossY, startX, startY } = places;
  for (let column = 0; column < target.length; column++) {
    const placeX = (startX + acrossX[column]!) >> 5;
    const placeY = (startY + acrossY[column]!) >> 5;
    const [x, y] = [placeX >> 5, placeY >> 5];
    const right = placeX & 31;
    const below = placeY & 31;
    const isInside = x >= 0 && y >= 0 && x < columns - 1 && y < rows - 1;
    const left = isInside ? x : mirrored(x, columns);
    const upper = (isInside ? y : mirrored(y, rows)) * columns;
    const next = isInside ? x + 1 : mirrored(x + 1, columns);
    const lower = isInside ? upper + columns : mirrored(y + 1, rows) * columns;
    const above = values[upper + left]! * (32 - right) + values[upper + next]! * right;
    const under = values[lower + left]! * (32 - right) + values[lower + next]! * right;
    target[column] = (above * (32 - below) + under * below + 512) >> 10;
  }
}

/** BORDER_REFLECT_101: … 2 1 | 0 1 2 … n−1 | n−2 …, as often as needed. */
function mirrored(place: number, size: number): number {
  if (size === 1) return 0;
  let inside = place;
  while (inside < 0 || inside >= size) inside = inside < 0 ? -inside : 2 * size - 2 - inside;
  return inside;
}
