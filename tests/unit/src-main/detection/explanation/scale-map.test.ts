/** @file Checks that a map covers its image, with OpenCV's values. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { HeatMap } from "../../../../../src-main/detection/explanation/layer-view";
import { imagePart, mapOfLayer, scaleMap } from "../../../../../src-main/detection/explanation/scale-map";
import { stretchMap } from "../../../../../src-main/detection/explanation/stretch-map";
import { letterbox } from "../../../../../src-main/detection/preprocessing/letterbox";

interface ResizedCase {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
  readonly size: { readonly rows: number; readonly columns: number };
  readonly resized: readonly number[];
}

const fixture = new URL("../../../../fixtures/explanation/maps.json", import.meta.url);
const { resized } = JSON.parse(readFileSync(fixture, "utf8")) as { readonly resized: readonly ResizedCase[] };

test.each(resized)(
  "$rows × $columns become $size.rows × $size.columns as OpenCV makes them, to the last bit",
  (made) => {
    const map = stretchMap({ ...made, values: Float32Array.from(made.values) }, made.size);
    expect([...map.values]).toEqual(made.resized);
  },
);

const arbitraryMap: fc.Arbitrary<HeatMap> = fc
  .record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }) })
  .chain(({ rows, columns }) =>
    fc
      .float32Array({ minLength: rows * columns, maxLength: rows * columns, min: 0, max: 50, noNaN: true })
      .map((values) => ({ rows, columns, values })),
  );
const arbitrarySize = fc.record({ rows: fc.integer({ min: 1, max: 20 }), columns: fc.integer({ min: 1, max: 20 }) });

test("a scaled map lies between 0 and 1", () => {
  fc.assert(
    fc.property(arbitraryMap, arbitrarySize, (map, size) => {
      const scaled = scaleMap(map, size);
      expect(scaled.values).toHaveLength(size.rows * size.columns);
      for (const value of scaled.values) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("a map without contrast is 0 throughout", () => {
  const scaled = scaleMap({ rows: 2, columns: 2, values: Float32Array.of(3, 3, 3, 3) }, { rows: 4, columns: 4 });
  expect(scaled.values.every((value) => value === 0)).toBe(true);
});

test("the borders of a letterbox are cut away, so that the map covers the image alone", () => {
  const image = { rows: 10, columns: 20 };
  const place = letterbox({ ...image, values: new Uint8Array(200) }, { rows: 40, columns: 40 });
  const part = imagePart(place, image);
  expect(part).toEqual({ row: 10, column: 0, rows: 20, columns: 40 });
  const input = { rows: 40, columns: 40 };
  // The image's lower right corner is the third row's last cell.
  const values = Float32Array.from({ length: 16 }, (_, cell) => Number(cell === 11));
  const view = { channels: 1, rows: 4, columns: 4, activation: values, gradient: new Float32Array(16).fill(1) };
  const map = mapOfLayer("grad-cam", view, { input, part });
  expect(map).toMatchObject({ rows: 20, columns: 40 });
  expect(map.values.indexOf(Math.max(...map.values))).toBe(14 * 40 + 35);
});

test("what the network pads by itself is cut away", () => {
  // 3 × 2.5 of 4 × 4 cells are filled by an input of 6 × 5 pixels.
  const values = Float32Array.from({ length: 16 }, (_, cell) => Number(cell === 9));
  const view = { channels: 1, rows: 4, columns: 4, activation: values, gradient: new Float32Array(16).fill(1) };
  const input = { rows: 6, columns: 5 };
  const map = mapOfLayer(
    "hires-cam",
    { ...view, filled: { rows: 3, columns: 2.5 } },
    { input, part: { row: 0, column: 0, ...input } },
  );
  const whole = scaleMap({ rows: 4, columns: 4, values }, { rows: 8, columns: 8 });
  expect(map).toMatchObject(input);
  expect([...map.values]).toEqual(
    Array.from({ length: 30 }, (_, at) => whole.values[Math.floor(at / 5) * 8 + (at % 5)]),
  );
});
