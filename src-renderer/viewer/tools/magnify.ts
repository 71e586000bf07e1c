/** @file Samples a region of a frame at any magnification: the lens must not enlarge what the screen has shrunk. */
import { invertAffine } from "../../stores/view-geometry";
import type { Affine, Point } from "../../stores/view-geometry";
import type { PixelDescription } from "../../../src-shared/domain/instance";
import type { StoredValues } from "../stored-values";

/** The map from image pixels to the lens' own pixels: `factor` times the screen, with the point under the pointer in the
 * middle of a lens of `sizePx` device pixels. */
export function lensMap(
  imageToScreen: Affine,
  pointer: Point,
  { factor, sizePx, devicePixelRatio }: { factor: number; sizePx: number; devicePixelRatio: number },
): Affine {
  const scale = factor * devicePixelRatio;
  const { xx, xy, x0, yx, yy, y0 } = imageToScreen;
  return {
    xx: xx * scale,
    xy: xy * scale,
    x0: (x0 - pointer.x) * scale + sizePx / 2,
    yx: yx * scale,
    yy: yy * scale,
    y0: (y0 - pointer.y) * scale + sizePx / 2,
  };
}

/** The greys of `values`, looked up at value + `offset` (grey-range.ts). */
export interface GreyTable {
  readonly greys: Uint8ClampedArray;
  readonly offset: number;
}

/** Fills a square RGBA picture with the frame as `imageToLens` lays it, bilinear between pixel centres, black outside. */
export function sampleFrameInto(
  frame: { readonly values: StoredValues; readonly pixels: Pick<PixelDescription, "rows" | "columns"> },
  { imageToLens, table }: { imageToLens: Affine; table: GreyTable },
  target: ImageData,
): void {
  const map = invertAffine(imageToLens);
  const { columns, rows } = frame.pixels;
  const { width, height, data } = target;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = map.xx * (column + 0.5) + map.xy * (row + 0.5) + map.x0;
      const y = map.yx * (column + 0.5) + map.yy * (row + 0.5) + map.y0;
      const isInside = x >= 0 && y >= 0 && x < columns && y < rows;
      const grey = isInside ? bilinearGrey(frame, table, { x, y }) : 0;
      const at = (row * width + column) * 4;
      data[at] = grey;
      data[at + 1] = grey;
      data[at + 2] = grey;
      data[at + 3] = 255;
    }
  }
}

/** Pixel centres lie at half coordinates; beyond the outermost centres the edge's grey goes on. */
function bilinearGrey(
  { values, pixels }: { readonly values: StoredValues; readonly pixels: Pick<PixelDescription, "rows" | "columns"> },
  { greys, offset }: GreyTable,
  { x, y }: Point,
): number {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const shareX = x - 0.5 - left;
  const shareY = y - 0.5 - top;
  const x1 = Math.max(0, left);
  const x2 = Math.min(pixels.columns - 1, left + 1);
  const y1 = Math.max(0, top) * pixels.columns;
  const y2 = Math.min(pixels.rows - 1, top + 1) * pixels.columns;
  const upper = greys[values[y1 + x1]! + offset]! * (1 - shareX) + greys[values[y1 + x2]! + offset]! * shareX;
  const lower = greys[values[y2 + x1]! + offset]! * (1 - shareX) + greys[values[y2 + x2]! + offset]! * shareX;
  return upper * (1 - shareY) + lower * shareY;
}
