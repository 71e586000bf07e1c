/** @file Checks the network's own preparation of an image against torchvision's, to the last bit. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import {
  boxesInInput,
  fitToNetwork,
  sizeInNetwork,
} from "../../../../../src-main/detection/preprocessing/fit-to-network";
import { readFixture, readFloats, type PackedArray } from "../../../../builders/read-arrays";

interface FitCase {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly minSizePx: number;
  readonly maxSizePx: number;
  readonly mean: [number, number, number];
  readonly deviation: [number, number, number];
  readonly height: number;
  readonly width: number;
  readonly padded: readonly [number, number];
  readonly sha256: string;
  readonly boxes: PackedArray;
  readonly boxesInInput: PackedArray;
  readonly answer?: PackedArray;
}
const { cases, sizes } = readFixture<{
  readonly cases: readonly FitCase[];
  /** Shortest, longest, rows and columns; height and width in the network. */
  readonly sizes: readonly (readonly [number, number, number, number, number, number])[];
}>("preprocessing/fitted.json");

test.each(cases)("torchvision's tensor is met: $channels × $rows × $columns becomes $height × $width", (each) => {
  const { minSizePx, maxSizePx, mean, deviation } = each;
  const shape = [each.channels, each.rows, each.columns] as const;
  const fitted = fitToNetwork(
    { data: image(shape), shape },
    { minSizePx, maxSizePx, normalisation: { mean, deviation } },
  );
  expect([fitted.height, fitted.width]).toEqual([each.height, each.width]);
  expect([fitted.paddedHeight, fitted.paddedWidth]).toEqual(each.padded);
  if (each.answer) expect(fitted.data).toEqual(readFloats(each.answer));
  expect(createHash("sha256").update(fitted.data).digest("hex")).toBe(each.sha256);
  expect(boxesInInput(readFloats(each.boxes), fitted, shape)).toEqual(readFloats(each.boxesInInput));
});

test("torchvision's sizes are met, where a plain division rounds otherwise", () => {
  const found = sizes.map(([minSizePx, maxSizePx, height, width]) => {
    const size = sizeInNetwork({ height, width }, { minSizePx, maxSizePx });
    return [size.height, size.width];
  });
  expect(found).toEqual(sizes.map(([, , , , height, width]) => [height, width]));
});

test("an image too narrow for its size, or of two channels, is refused", () => {
  const settings = {
    minSizePx: 800,
    maxSizePx: 1333,
    normalisation: { mean: [0, 0, 0], deviation: [1, 1, 1] },
  } as const;
  expect(() => fitToNetwork({ data: new Float32Array(4000), shape: [1, 1, 4000] }, settings)).toThrow(
    "An image of 4000 × 1 pixels becomes 1333 × 0 in the network; it is too narrow.",
  );
  expect(() => fitToNetwork({ data: new Float32Array(8), shape: [2, 2, 2] }, settings)).toThrow("has 2 channels");
});

/** The fixture's generator. */
function image([channels, rows, columns]: readonly [number, number, number]): Float32Array<ArrayBuffer> {
  let state = 12345n;
  return Float32Array.from({ length: channels * rows * columns }, () => {
    state = (state * 1103515245n + 12345n) % 2147483648n;
    return Number((state >> 15n) % 256n) / 255;
  });
}
