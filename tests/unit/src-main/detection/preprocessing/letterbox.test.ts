/** @file Checks how an image is fitted into a frame against Ultralytics' steps on OpenCV. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { letterbox } from "../../../../../src-main/detection/preprocessing/letterbox";
import { prepareInput } from "../../../../../src-main/detection/preprocessing/prepare-input";
import { roundHalfToEven } from "../../../../../src-main/detection/preprocessing/round-half-to-even";
import { readFixture } from "../../../../builders/read-arrays";

interface Pixels {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}
const { cases } = readFixture<{
  readonly cases: readonly {
    readonly image: Pixels;
    readonly fitted: Pixels;
    readonly scale: number;
    readonly left: number;
    readonly top: number;
  }[];
}>("preprocessing/letterboxed.json");

test.each(cases)("OpenCV's pixels are met in Ultralytics' frame, case $#", ({ image, fitted, scale, left, top }) => {
  const { rows, columns } = fitted;
  const found = letterbox({ ...image, values: Uint8Array.from(image.values) }, { rows, columns });
  expect(found).toEqual({
    fitted: { rows, columns, values: Uint8Array.from(fitted.values) },
    scaleX: scale,
    scaleY: scale,
    offsetXPx: left,
    offsetYPx: top,
  });
});

const side = fc.integer({ min: 1, max: 90 });

test("whatever the sizes, every corner of the image lies in the frame, at most half a pixel off its rounded place", () => {
  fc.assert(
    fc.property(side, side, side, side, (rows, columns, frameRows, frameColumns) => {
      const image = { rows, columns, values: new Uint8Array(rows * columns) };
      const { fitted, ...place } = letterbox(image, { rows: frameRows, columns: frameColumns });
      expect([fitted.rows, fitted.columns]).toEqual([frameRows, frameColumns]);
      const black = fitted.values.filter((value) => value === 0).length;
      const width = Math.max(roundHalfToEven(columns * place.scaleX), 1);
      const height = Math.max(roundHalfToEven(rows * place.scaleY), 1);
      expect(black).toBe(width * height);
      expect(place.offsetXPx).toBeGreaterThanOrEqual(0);
      expect(place.offsetXPx + width).toBeLessThanOrEqual(frameColumns);
      expect(place.offsetYPx + height).toBeLessThanOrEqual(frameRows);
    }),
  );
});

test("a side that the model leaves open follows the image, up to a multiple of 32", () => {
  const image = { rows: 100, columns: 50, values: new Uint8Array(5000) };
  expect(letterbox(image, { rows: 64, columns: undefined })).toMatchObject({
    fitted: { rows: 64, columns: 32 },
    scaleX: 0.64,
    offsetXPx: 0,
    offsetYPx: 0,
  });
  expect(letterbox(image, { rows: undefined, columns: undefined })).toMatchObject({
    fitted: { rows: 128, columns: 64 },
    scaleX: 1,
    offsetXPx: 7,
    offsetYPx: 14,
  });
});

test("a model's input tells where the image lies in it", () => {
  const image = { rows: 2, columns: 4, values: new Uint8Array(8).fill(255) };
  const { data, ...place } = prepareInput(image, { channels: 1, resize: "letterbox", widthPx: 4, heightPx: 4 });
  expect(place).toEqual({ shape: [1, 4, 4], scaleX: 1, scaleY: 1, offsetXPx: 0, offsetYPx: 1 });
  const grey = Math.fround(114 / 255);
  expect([...data]).toEqual([
    ...Array<number>(4).fill(grey),
    ...Array<number>(8).fill(1),
    ...Array<number>(4).fill(grey),
  ]);
});

test("halves are rounded to the even number on either side of zero", () => {
  expect([-2.5, -1.5, -0.5, -0.1, 0.5, 1.5, 2.5, 2.4].map(roundHalfToEven)).toEqual([-2, -2, 0, 0, 0, 2, 2, 2]);
});
