/** @file Boxes that stick out of their image, or lie outside it. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fitBoxes } from "../../../../../src-main/data/datasets/fit-boxes";

const SIZE = { rows: 80, columns: 100 };

function fit(x1: number, y1: number, x2: number, y2: number) {
  return fitBoxes([{ row: 7, box: { x1, y1, x2, y2 } }], SIZE, "labels.csv");
}

test("a box that fills its image to the edge is kept as it is", () => {
  expect(fit(0, 0, 100, 80)).toEqual({ boxes: [{ row: 7, box: { x1: 0, y1: 0, x2: 100, y2: 80 } }], problems: [] });
});

test("a box that sticks out is cut, and the report says from what to what", () => {
  expect(fit(-5, 70, 40, 90.5)).toEqual({
    boxes: [{ row: 7, box: { x1: 0, y1: 70, x2: 40, y2: 80 } }],
    problems: [
      {
        kind: "box-outside-image",
        file: "labels.csv",
        row: 7,
        reason: "The box (-5, 70)–(40, 90.5) lies partly outside its image of 100 × 80 pixels.",
        action: "The box was cut to (0, 70)–(40, 80).",
      },
    ],
  });
});

test.each([
  [100, 0, 120, 10],
  [0, 80, 10, 90],
  [-20, 0, 0, 10],
  [200, 200, 300, 300],
])("a box outside its image is left out: %d, %d, %d, %d", (x1, y1, x2, y2) => {
  const { boxes, problems } = fit(x1, y1, x2, y2);

  expect(boxes).toEqual([]);
  expect(problems).toMatchObject([{ reason: expect.stringContaining("wholly"), action: "The box was left out." }]);
});

test("what is kept always lies in the image and has an area", () => {
  const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true });
  const side = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(coordinate, coordinate, side, side, (x, y, width, height) => {
      for (const { box } of fit(x, y, x + width, y + height).boxes) {
        expect(box.x1).toBeGreaterThanOrEqual(0);
        expect(box.y1).toBeGreaterThanOrEqual(0);
        expect(box.x2).toBeLessThanOrEqual(100);
        expect(box.y2).toBeLessThanOrEqual(80);
      }
    }),
  );
});
