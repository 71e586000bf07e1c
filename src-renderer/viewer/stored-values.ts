/** @file Reads the bytes of a frame as the byte service sends them, and counts what is in them. */
import { Failure } from "../../src-shared/domain/failure";
import type { PixelDescription } from "../../src-shared/domain/instance";
import type { PixelStatistics } from "../stores/window-presets";

export type StoredValues = Uint8Array | Uint16Array | Int16Array;

/** One byte a pixel is Uint8, two are Uint16 or Int16 by the sign in the header; little-endian, as every browser's host.
 * @throws {Failure} `unsupported` when the length fits neither. */
export function readStoredValues(bytes: ArrayBuffer, pixels: PixelDescription): StoredValues {
  const count = pixels.rows * pixels.columns;
  if (bytes.byteLength === count && !pixels.isSigned) return new Uint8Array(bytes);
  if (bytes.byteLength === count * 2) return pixels.isSigned ? new Int16Array(bytes) : new Uint16Array(bytes);
  const expected = `${pixels.columns} × ${pixels.rows} pixels of one or two bytes`;
  throw new Failure("unsupported", `The frame holds ${bytes.byteLength} bytes; ${expected} were expected.`);
}

/** Percentile p is the least value that at least p percent of the pixels do not exceed. */
export function countPixels(values: StoredValues): PixelStatistics {
  const { counts, offset } = histogram(values);
  const least = counts.findIndex((count) => count > 0) - offset;
  const greatest = counts.findLastIndex((count) => count > 0) - offset;
  const percentile = (percent: number): number => valueAt(counts, (values.length * percent) / 100) - offset;
  return { least, greatest, low: percentile(1), high: percentile(99) };
}

function histogram(values: StoredValues): { counts: Uint32Array; offset: number } {
  const offset = values instanceof Int16Array ? 32_768 : 0;
  const counts = new Uint32Array(values instanceof Uint8Array ? 256 : 65_536);
  for (let index = 0; index < values.length; index++) counts[values[index]! + offset]!++;
  return { counts, offset };
}

function valueAt(counts: Uint32Array, rank: number): number {
  let seen = 0;
  return counts.findIndex((count) => {
    seen += count;
    return seen >= rank && seen > 0;
  });
}
