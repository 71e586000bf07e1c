/** @file A pixel description with the usual values, for tests that care about one or two of them. */
import type { PixelDescription } from "../../../../src-shared/domain/instance";

export function buildPixels(overrides: Partial<PixelDescription> = {}): PixelDescription {
  return {
    rows: 100,
    columns: 200,
    frames: 1,
    bitsAllocated: 8,
    bitsStored: 8,
    isSigned: false,
    photometric: "MONOCHROME2",
    transferSyntax: "1.2.840.10008.1.2.1",
    rescaleSlope: 1,
    rescaleIntercept: 0,
    windows: [],
    ...overrides,
  };
}
