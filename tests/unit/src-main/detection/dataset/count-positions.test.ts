/** @file Boxes are laid over a grid that each image is stretched to. */
import { expect, test } from "vitest";
import { countPositions } from "../../../../../src-main/detection/dataset/count-positions";

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
