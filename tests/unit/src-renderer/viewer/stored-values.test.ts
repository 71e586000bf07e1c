/** @file Bytes become stored values, or are refused. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Failure } from "../../../../src-shared/domain/failure";
import { countPixels, readStoredValues } from "../../../../src-renderer/viewer/stored-values";
import { buildPixels } from "./build-pixels";

const TWO_BY_ONE = { rows: 1, columns: 2 };

test("one byte a pixel is read as it is", () => {
  const { buffer } = new Uint8Array([7, 200]);
  expect(readStoredValues(buffer, buildPixels(TWO_BY_ONE))).toEqual(new Uint8Array([7, 200]));
});

test("two bytes a pixel are little-endian, and signed where the header says so", () => {
  const { buffer } = new Uint8Array([0x01, 0x00, 0xff, 0xff]);
  const deep = { ...TWO_BY_ONE, bitsAllocated: 16, bitsStored: 16 };
  expect(readStoredValues(buffer, buildPixels(deep))).toEqual(new Uint16Array([1, 65_535]));
  expect(readStoredValues(buffer, buildPixels({ ...deep, isSigned: true }))).toEqual(new Int16Array([1, -1]));
});

test("bytes that fit no size are refused with both sizes named", () => {
  const read = (): unknown => readStoredValues(new ArrayBuffer(3), buildPixels(TWO_BY_ONE));
  expect(read).toThrow(Failure);
  expect(read).toThrow("The frame holds 3 bytes; 2 × 1 pixels of one or two bytes were expected.");
});

test("percentiles are those of the sorted values", () => {
  const values = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 400 }),
    fc.uint16Array({ minLength: 1, maxLength: 400 }),
    fc.int16Array({ minLength: 1, maxLength: 400 }),
  );
  fc.assert(
    fc.property(values, (stored) => {
      const sorted = [...stored].toSorted((a, b) => a - b);
      const percentile = (percent: number): number =>
        sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)]!;
      expect(countPixels(stored)).toEqual({
        least: sorted[0],
        greatest: sorted.at(-1),
        low: percentile(1),
        high: percentile(99),
      });
    }),
  );
});
