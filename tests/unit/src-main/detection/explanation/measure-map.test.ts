/** @file Checks shares of energy and the pointing game on maps whose answers are known. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Box } from "../../../../../src-shared/domain/box";
import type { HeatMap } from "../../../../../src-main/detection/explanation/layer-view";
import { measureMap } from "../../../../../src-main/detection/explanation/measure-map";

const IMAGE = { rows: 40, columns: 80 };

/** Whole cells of a 10 × 20 map. */
const arbitraryBox: fc.Arbitrary<Box> = fc
  .record({
    column: fc.integer({ min: 0, max: 19 }),
    row: fc.integer({ min: 0, max: 9 }),
    columns: fc.integer({ min: 1, max: 10 }),
    rows: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ column, row, columns, rows }) => ({
    x1: 4 * column,
    y1: 4 * row,
    x2: 4 * Math.min(column + columns, 20),
    y2: 4 * Math.min(row + rows, 10),
  }));
const arbitraryValues = fc.float32Array({ minLength: 200, maxLength: 200, min: 0, max: 1, noNaN: true });

test("a map that is 1 within the boxes only has all its energy there and points at them", () => {
  fc.assert(
    fc.property(fc.array(arbitraryBox, { minLength: 1, maxLength: 4 }), (boxes) => {
      const map = mapWhere((x, y) => boxes.some((box) => isInside(x, y, box)));
      const measures = measureMap(map, { image: IMAGE, boxes, references: [] });
      expect(measures.energyInBox).toBeCloseTo(1, 12);
      expect(measures.pointsAtBox).toBe(true);
      const covered = map.values.reduce((sum, value) => sum + value, 0);
      expect(measures.boxShare).toBeCloseTo(covered / 200, 12);
    }),
  );
});

test("a map that is 0 within the boxes only has no energy there and points elsewhere", () => {
  fc.assert(
    fc.property(arbitraryBox, (box) => {
      const map = mapWhere((x, y) => !isInside(x, y, box));
      fc.pre(map.values.includes(1));
      const { energyInBox, pointsAtBox } = measureMap(map, { image: IMAGE, boxes: [box], references: [] });
      expect([energyInBox, pointsAtBox]).toEqual([0, false]);
    }),
  );
});

test("scaling a map changes no measure", () => {
  fc.assert(
    fc.property(arbitraryValues, fc.array(arbitraryBox, { maxLength: 3 }), (values, references) => {
      const boxes = [{ x1: 10, y1: 3, x2: 33.5, y2: 29 }];
      const measure = (factor: number): unknown =>
        measureMap(mapOf(values.map((value) => value * factor)), { image: IMAGE, boxes, references });
      expect(measure(2)).toEqual(measure(1));
    }),
  );
});

test("on an even map each box has its share of the area, also where it cuts cells or lies over another", () => {
  const even = mapOf(new Float32Array(200).fill(0.25));
  const boxes = [
    { x1: 1, y1: 2, x2: 31, y2: 12 },
    { x1: 11, y1: 7, x2: 41, y2: 17 },
  ];
  const measures = measureMap(even, { image: IMAGE, boxes, references: [{ x1: 0, y1: 0, x2: 80, y2: 10 }] });
  expect(measures.energyInBox).toBeCloseTo((300 + 300 - 100) / 3200, 12);
  expect(measures.boxShare).toBeCloseTo((300 + 300 - 100) / 3200, 12);
  expect(measures.energyInReferences).toBeCloseTo(0.25, 12);
  expect(measures.pointsAtReference).toBe(true);
});

test("a box counts as far as it lies on the image", () => {
  const measures = measureMap(mapOf(new Float32Array(200).fill(1)), {
    image: IMAGE,
    boxes: [{ x1: -50, y1: -50, x2: 40, y2: 20 }],
    references: [{ x1: 90, y1: 0, x2: 99, y2: 10 }],
  });
  expect(measures).toEqual({ energyInBox: 0.25, boxShare: 0.25, pointsAtBox: true });
});

test("an empty map has no energy to share out and points nowhere", () => {
  const box = { x1: 0, y1: 0, x2: 40, y2: 40 };
  const measures = measureMap(mapOf(new Float32Array(200)), { image: IMAGE, boxes: [box], references: [box] });
  expect(measures).toEqual({ boxShare: 0.5, referencesShare: 0.5 });
});

function mapOf(values: Float32Array): HeatMap {
  return { rows: 10, columns: 20, values };
}

function mapWhere(isOne: (x: number, y: number) => boolean): HeatMap {
  return mapOf(
    Float32Array.from({ length: 200 }, (_, place) =>
      Number(isOne(4 * (place % 20) + 2, 4 * Math.floor(place / 20) + 2)),
    ),
  );
}

function isInside(x: number, y: number, box: Box): boolean {
  return x > box.x1 && x < box.x2 && y > box.y1 && y < box.y2;
}
