/** @file The probe reads the pixel that holds a point. */
import { expect, test } from "vitest";
import { readProbe } from "../../../../../src-renderer/viewer/tools/read-probe";
import { buildPixels } from "../build-pixels";

const FRAME = {
  imageId: "frame",
  pixels: buildPixels({ rows: 2, columns: 2, rescaleSlope: 2, rescaleIntercept: -10 }),
  values: new Int16Array([1, 2, 3, -4]),
  statistics: { least: -4, greatest: 3, low: -4, high: 3 },
};

test("the pixel that holds the point is read, in stored and in modality units", () => {
  expect(readProbe(FRAME, { x: 1.99, y: 1.01 })).toEqual({ x: 1, y: 1, storedValue: -4, modalityValue: -18 });
  expect(readProbe(FRAME, { x: 0, y: 0 })).toEqual({ x: 0, y: 0, storedValue: 1, modalityValue: -8 });
});

test("beside the image nothing is read", () => {
  expect(readProbe(FRAME, { x: 2, y: 0 })).toBeUndefined();
  expect(readProbe(FRAME, { x: 1, y: -0.01 })).toBeUndefined();
});
