/** @file A ruler's length says what it was measured by. */
import { expect, test } from "vitest";
import { rulerLength } from "../../../../../src-renderer/viewer/tools/ruler-length";

const FROM = { x: 10, y: 10 };
const TO = { x: 40, y: 50 };

test("Pixel Spacing gives millimetres, rows and columns each by their own", () => {
  const spacing = { rowMm: 0.3, columnMm: 0.4, source: "PixelSpacing" as const };
  // 30 columns of 0.4 mm and 40 rows of 0.3 mm.
  expect(rulerLength(FROM, TO, { spacing }).value).toBeCloseTo(Math.SQRT2 * 12, 9);
  expect(rulerLength(FROM, TO, { spacing }).text).toBe("17.0 mm");
});

test("Imager Pixel Spacing is said to hold at the detector", () => {
  const spacing = { rowMm: 0.1, columnMm: 0.1, source: "ImagerPixelSpacing" as const };
  expect(rulerLength(FROM, TO, { spacing }).text).toBe("5.0 mm at detector");
});

test("without spacing a length is in pixels, never in millimetres", () => {
  expect(rulerLength(FROM, TO, {})).toEqual({ value: 50, unit: "px", text: "50.0 px" });
});
