/** @file The lens samples the frame itself. */
import { expect, test } from "vitest";
import { transformPoint } from "../../../../../src-renderer/stores/view-geometry";
import { lensMap, sampleFrameInto } from "../../../../../src-renderer/viewer/tools/magnify";

const IDENTITY = { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 };
const GREYS = { greys: Uint8ClampedArray.from({ length: 256 }, (_, index) => index), offset: 0 };
/** Two pixels in a row, black and 200. */
const FRAME = { values: new Uint8Array([0, 200]), pixels: { rows: 1, columns: 2 } };

function picture(width: number, height: number): ImageData {
  return { width, height, data: new Uint8ClampedArray(width * height * 4), colorSpace: "srgb" } as ImageData;
}

function greysOf({ data, width }: ImageData): readonly number[] {
  return Array.from({ length: width }, (_, column) => data[column * 4]!);
}

test("at one to one the lens shows the pixels themselves, and black beside the image", () => {
  const target = picture(3, 1);
  sampleFrameInto(FRAME, { imageToLens: IDENTITY, table: GREYS }, target);
  expect(greysOf(target)).toEqual([0, 200, 0]);
  expect(target.data[3]).toBe(255);
});

test("enlarged it blends between pixel centres and not beyond the outermost", () => {
  const target = picture(8, 1);
  sampleFrameInto(FRAME, { imageToLens: { ...IDENTITY, xx: 4, yy: 4 }, table: GREYS }, target);
  expect(greysOf(target)).toEqual([0, 0, 25, 75, 125, 175, 200, 200]);
});

test("the point under the pointer lies in the middle of the lens, twice as large", () => {
  const screen = { xx: 0, xy: -1.5, x0: 300, yx: 1.5, yy: 0, y0: 40 };
  const lens = lensMap(screen, { x: 120, y: 90 }, { factor: 2, sizePx: 360, devicePixelRatio: 1.5 });
  const under = { x: (90 - 40) / 1.5, y: (300 - 120) / 1.5 };
  const middle = transformPoint(lens, under);
  expect([middle.x, middle.y].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([180, 180]);
  expect(Math.hypot(lens.xx, lens.yx)).toBeCloseTo(1.5 * 2 * 1.5, 9);
});
