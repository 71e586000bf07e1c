/** @file Checks four pictures put together into one. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { composeMosaic } from "../../../../../../src-main/detection/preprocessing/augment/compose-mosaic";
import type { LabelledPicture } from "../../../../../../src-main/detection/preprocessing/augment/labelled-picture";
import { MersenneTwister } from "../../../../../../src-main/numerics/random/mersenne-twister";

const RULE = { minAreaPx: 1, minVisibility: 0.1 };
const sides = fc.integer({ min: 4, max: 60 });
const size = fc.record({ rows: sides, columns: sides });

test("each quarter shows its own picture, whatever the sizes, and its box lies in that quarter", () => {
  fc.assert(
    fc.property(fc.tuple(size, size, size, size), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (sizes, seed) => {
      const [first, second, third, fourth] = sizes.map((each, place) => buildEven(each, place)) as Four;
      const made = composeMosaic([first, second, third, fourth], new MersenneTwister(seed), RULE);
      expect({ rows: made.rows, columns: made.columns }).toEqual(sizes[0]);
      const corners = [0, made.columns - 1, (made.rows - 1) * made.columns, made.values.length - 1];
      // OpenCV's resize may lose a grey value.
      for (const [place, at] of corners.entries())
        expect(Math.abs(made.values[at]! - greyOf(place))).toBeLessThanOrEqual(1);
      for (const { box, label } of made.boxes) {
        for (let y = Math.ceil(box.y1); y < Math.floor(box.y2); y++) {
          for (let x = Math.ceil(box.x1); x < Math.floor(box.x2); x++) {
            expect(Math.abs(made.values[y * made.columns + x]! - greyOf(label))).toBeLessThanOrEqual(1);
          }
        }
      }
    }),
  );
});

test("a box in the inner corner of each picture meets the others in one point", () => {
  const [rows, columns] = [100, 100];
  const inner = [
    { x1: 50, y1: 50, x2: 100, y2: 100 },
    { x1: 0, y1: 50, x2: 50, y2: 100 },
    { x1: 50, y1: 0, x2: 100, y2: 50 },
    { x1: 0, y1: 0, x2: 50, y2: 50 },
  ];
  const pictures = inner.map((box, label) => ({ ...buildEven({ rows, columns }, label), boxes: [{ box, label }] }));
  const [first, second, third, fourth] = composeMosaic(pictures as unknown as Four, new MersenneTwister(5), RULE).boxes;
  const middle = { x: first!.box.x2, y: first!.box.y2 };
  expect(middle.x).toBeGreaterThanOrEqual(30);
  expect(middle.x).toBeLessThanOrEqual(70);
  expect([second!.box.x1, second!.box.y2]).toEqual([middle.x, middle.y]);
  expect([third!.box.x2, third!.box.y1]).toEqual([middle.x, middle.y]);
  expect([fourth!.box.x1, fourth!.box.y1]).toEqual([middle.x, middle.y]);
});

type Four = [LabelledPicture, LabelledPicture, LabelledPicture, LabelledPicture];

function greyOf(place: number): number {
  return 40 + 50 * place;
}

function buildEven({ rows, columns }: { rows: number; columns: number }, place: number): LabelledPicture {
  const box = { x1: 0, y1: 0, x2: columns, y2: rows };
  const values = new Uint8Array(rows * columns).fill(greyOf(place));
  return { rows, columns, values, boxes: [{ box, label: place }] };
}
