/** @file The linear window against the standard's own examples. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { applyWindow, windowOfRange } from "../../../../../src-main/data/dicom/voi-window";

// PS3.3 C.11.2.1.2.1, the note's cases for a display range of 0 to 255.
test.each([
  [{ center: 2048, width: 4096 }, 0, 0],
  [{ center: 2048, width: 4096 }, 4095, 255],
  [{ center: 2048, width: 1 }, 2047, 0],
  [{ center: 2048, width: 1 }, 2048, 255],
  [{ center: 0, width: 100 }, -50, 0],
  [{ center: 0, width: 100 }, 49, 255],
  [{ center: 0, width: 1 }, -1, 0],
  [{ center: 0, width: 1 }, 0, 255],
])("with %j the value %d shows as %d", (window, value, shown) => {
  expect(applyWindow(value, window)).toBe(shown);
});

test("a window never leaves the display range and never falls", () => {
  const window = fc.record({ center: fc.integer({ min: -4096, max: 4096 }), width: fc.integer({ min: 1, max: 8192 }) });
  const value = fc.integer({ min: -32768, max: 32767 });
  fc.assert(
    fc.property(window, value, (shape, lower) => {
      const shown = applyWindow(lower, shape);
      expect(shown).toBeGreaterThanOrEqual(0);
      expect(shown).toBeLessThanOrEqual(255);
      expect(applyWindow(lower + 1, shape)).toBeGreaterThanOrEqual(shown);
    }),
  );
});

test("the window of a range shows its ends as black and white", () => {
  const window = windowOfRange(-3, 960);
  expect(applyWindow(-3, window)).toBe(0);
  expect(applyWindow(960, window)).toBe(255);
  expect(applyWindow(959, window)).toBeLessThan(255);
});
