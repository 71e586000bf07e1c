/** @file Which part of an image a thumbnail shows, so that whoever draws on the thumbnail knows where it lies. */
import { type Box, boxHeightPx, boxWidthPx } from "../domain/box";

/** Whole pixels, inside the image. */
export interface ThumbnailRegion {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The share of the box's longer side that is shown around it, both sides together. */
const CONTEXT = 0.6;
const SMALLEST_SIDE_PX = 48;

/** A square around the box with some context; where the image is too small for it, as much as there is.
 * Without a box, the whole image. */
export function thumbnailRegion(
  image: { readonly rows: number; readonly columns: number },
  box?: Box,
): ThumbnailRegion {
  if (!box) return { x: 0, y: 0, widthPx: image.columns, heightPx: image.rows };
  const longerSide = Math.max(boxWidthPx(box), boxHeightPx(box));
  const side = Math.max(SMALLEST_SIDE_PX, Math.ceil(longerSide * (1 + CONTEXT)));
  const widthPx = Math.min(side, image.columns);
  const heightPx = Math.min(side, image.rows);
  return {
    x: startOf((box.x1 + box.x2) / 2, widthPx, image.columns),
    y: startOf((box.y1 + box.y2) / 2, heightPx, image.rows),
    widthPx,
    heightPx,
  };
}

function startOf(middle: number, length: number, end: number): number {
  return Math.min(Math.max(0, Math.round(middle - length / 2)), end - length);
}
