/** @file Coloured pixels of a heat map. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { COLOUR_MAPS } from "../../../../../src-renderer/stores/explanation-store";
import { colourTable } from "../../../../../src-renderer/viewer/overlays/colour-maps";
import { heatMapPixels } from "../../../../../src-renderer/viewer/overlays/heat-map-pixels";

const arbitraryMap = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc
      .array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: rows * columns, maxLength: rows * columns })
      .map((values) => ({ rows, columns, values: Float32Array.from(values) })),
  );

test("what lies below the threshold is transparent, and nothing else", () => {
  fc.assert(
    fc.property(arbitraryMap, fc.float({ min: 0, max: 1, noNaN: true }), (map, threshold) => {
      const pixels = heatMapPixels(map, { colours: "turbo", threshold });
      map.values.forEach((value, index) => expect(pixels[index * 4 + 3]).toBe(value < threshold ? 0 : 255));
    }),
  );
});

test.each(COLOUR_MAPS)("0 and 1 have the first and the last colour of %s", (colours) => {
  const map = { rows: 1, columns: 2, values: Float32Array.of(0, 1) };
  const table = colourTable(colours);
  expect([...heatMapPixels(map, { colours, threshold: 0 })]).toEqual([
    ...table.subarray(0, 3),
    255,
    ...table.subarray(-3),
    255,
  ]);
});
