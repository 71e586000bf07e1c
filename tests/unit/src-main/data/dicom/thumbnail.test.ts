/** @file What a thumbnail shows, and how large it is. */
import sharp from "sharp";
import { expect, test } from "vitest";
import { thumbnailRegion } from "../../../../../src-shared/contract/thumbnail-region";
import { renderThumbnail } from "../../../../../src-main/data/dicom/thumbnail";

/** Black, with a white square from (60, 20) to (80, 40). */
function imageWithSquare(): { rows: number; columns: number; values: Uint8Array } {
  const image = { rows: 100, columns: 200, values: new Uint8Array(100 * 200) };
  for (let row = 20; row < 40; row += 1) image.values.fill(255, row * 200 + 60, row * 200 + 80);
  return image;
}
const square = { x1: 60, y1: 20, x2: 80, y2: 40 };

test("the whole image is fitted into the size that was asked for", async () => {
  const webp = await renderThumbnail(imageWithSquare(), { sizePx: 50 });
  expect(await sharp(webp).metadata()).toMatchObject({ format: "webp", width: 50, height: 25 });
});

test("around a box the thumbnail shows the box where thumbnailRegion says", async () => {
  const image = imageWithSquare();
  const region = thumbnailRegion(image, square);
  const webp = await renderThumbnail(image, { sizePx: region.widthPx, around: square });
  const { data, info } = await sharp(webp).greyscale().raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: region.widthPx, height: region.heightPx });
  const at = (x: number, y: number): number => data[(y - region.y) * info.width + (x - region.x)] ?? -1;
  expect(at(70, 30)).toBeGreaterThan(200);
  expect(at(63, 23)).toBeGreaterThan(200);
  expect(at(57, 17)).toBeLessThan(50);
  expect(at(83, 43)).toBeLessThan(50);
});

test("a region is a square inside the image around the box", () => {
  const region = thumbnailRegion({ rows: 1024, columns: 1024 }, { x1: 100, y1: 200, x2: 300, y2: 500 });
  expect(region).toEqual({ x: 0, y: 110, widthPx: 480, heightPx: 480 });
});

test("at the edge the region stays inside, and no larger than the image", () => {
  const image = { rows: 100, columns: 200 };
  expect(thumbnailRegion(image, { x1: 190, y1: 90, x2: 200, y2: 100 })).toEqual({
    x: 152,
    y: 52,
    widthPx: 48,
    heightPx: 48,
  });
  expect(thumbnailRegion(image, { x1: 0, y1: 0, x2: 200, y2: 100 })).toEqual({
    x: 0,
    y: 0,
    widthPx: 200,
    heightPx: 100,
  });
  expect(thumbnailRegion(image)).toEqual({ x: 0, y: 0, widthPx: 200, heightPx: 100 });
});
