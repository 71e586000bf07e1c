/** @file Windows become greys as DICOM PS3.3 C.11.2.1.2 asks, whatever the rescale and the photometric interpretation. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { greyRange, greyTable } from "../../../../src-renderer/viewer/grey-range";
import { buildPixels } from "./build-pixels";

/** The standard's own three lines, PS3.3 C.11.2.1.2.1, from 0 to 255. */
function standardGrey(x: number, { center: c, width: w }: { center: number; width: number }): number {
  if (x <= c - 0.5 - (w - 1) / 2) return 0;
  if (x > c - 0.5 + (w - 1) / 2) return 255;
  return ((x - (c - 0.5)) / (w - 1) + 0.5) * 255;
}

test("every stored value has the standard's grey", () => {
  fc.assert(
    fc.property(
      fc.record({
        window: fc.record({
          center: fc.integer({ min: -2_000, max: 4_000 }),
          width: fc.integer({ min: 2, max: 5_000 }),
        }),
        rescaleSlope: fc.constantFrom(1, 2, -1, 0.5),
        rescaleIntercept: fc.constantFrom(0, -1_024, 300),
        photometric: fc.constantFrom("MONOCHROME1" as const, "MONOCHROME2" as const),
        isInverted: fc.boolean(),
      }),
      ({ window, rescaleSlope, rescaleIntercept, photometric, isInverted }) => {
        const pixels = buildPixels({ bitsStored: 12, rescaleSlope, rescaleIntercept, photometric });
        const { greys, offset } = greyTable(greyRange(window, pixels, isInverted), new Int16Array(1));
        for (const stored of [-2_000, -512, -1, 0, 1, 77, 900, 4_095]) {
          const grey = standardGrey(stored * rescaleSlope + rescaleIntercept, window);
          const expected = isInverted === (photometric === "MONOCHROME1") ? grey : 255 - grey;
          // Half a grey: rounding to whole ones.
          expect(Math.abs(greys[stored + offset]! - expected)).toBeLessThanOrEqual(0.5 + 1e-6);
        }
      },
    ),
  );
});

test("a window of width 1 is a threshold", () => {
  const { greys } = greyTable(greyRange({ center: 100, width: 1 }, buildPixels(), false), new Uint8Array(1));
  expect([greys[99], greys[100]]).toEqual([0, 255]);
});
