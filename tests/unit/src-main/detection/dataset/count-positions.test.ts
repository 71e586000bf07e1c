/** @file Boxes are laid over a grid that each image is stretched to. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { countPositions } from "../../../../../src-main/detection/dataset/count-positions";
import { areWithin } from "../../../../../src-shared/figures/box-measures";

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height, origin: "row 2" });

test("a cell counts every box that covers some of it", () => {
  const image = { widthPx: 40, heightPx: 20, boxes: [box(0, 0, 10, 10), box(5, 5, 10, 10)] };
  expect(countPositions([image], { rows: 2, columns: 4 })).toEqual([
    [2, 1, 0, 0],
    [1, 1, 0, 0],
  ]);
});

test("images of other sizes are stretched to the same grid, and what sticks out is not counted", () => {
  const small = { widthPx: 2, heightPx: 2, boxes: [box(1, 0, 5, 1)] };
  const large = { widthPx: 200, heightPx: 200, boxes: [box(-50, 100, 100, 300)] };
  expect(countPositions([small, large], { rows: 2, columns: 2 })).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

const side = fc.integer({ min: 1, max: 60 });
const boxes = fc.array(fc.tuple(fc.nat(70), fc.nat(70), side, side), { minLength: 1, maxLength: 6 });

test("a click on a cell asks for exactly the boxes that it counts", () => {
  const grid = { rows: 8, columns: 8 };
  fc.assert(
    fc.property(side, side, boxes, (widthPx, heightPx, drawn) => {
      const counts = countPositions([{ widthPx, heightPx, boxes: drawn.map((each) => box(...each)) }], grid);
      const run = {
        head: {
          images: [{ rows: heightPx, columns: widthPx, detections: 0, references: drawn.length }],
          detectionLabels: [],
          referenceLabels: drawn.map(() => 0),
        },
        detections: new Float32Array(0),
        references: Float32Array.from(drawn.flatMap(([x, y, width, height]) => [x, y, x + width, y + height])),
      };
      const asked = counts.map((line, row) =>
        line.map((_, column) => {
          const area = { x1: column / 8, y1: row / 8, x2: (column + 1) / 8, y2: (row + 1) / 8 };
          return areWithin(run, { area, boxes: "covering" }).reduce((sum, isWithin) => sum + isWithin, 0);
        }),
      );
      expect(asked).toEqual(counts);
    }),
  );
});
