/** @file Small WebP pictures of an image, whole or cut around a box. */
import sharp from "sharp";
import { thumbnailRegion } from "../../../src-shared/contract/thumbnail-region";
import type { Box } from "../../../src-shared/domain/box";
import type { GreyImage } from "./grey-image";

export interface ThumbnailOptions {
  /** Length of the longer side. */
  readonly sizePx: number;
  /** Shows the surroundings of this box instead of the whole image; the box itself is not drawn. */
  readonly around?: Box;
}

const QUALITY = 80;

export async function renderThumbnail(image: GreyImage, { sizePx, around }: ThumbnailOptions): Promise<Uint8Array> {
  const { x, y, widthPx, heightPx } = thumbnailRegion(image, around);
  return sharp(image.values, { raw: { width: image.columns, height: image.rows, channels: 1 } })
    .extract({ left: x, top: y, width: widthPx, height: heightPx })
    .resize({ width: sizePx, height: sizePx, fit: "inside" })
    .webp({ quality: QUALITY })
    .toBuffer();
}
