/** @file Checks the overlap of boxes against counting pixels. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Box } from "../../../../src-shared/domain/box";
import { intersectionOverUnion } from "../../../../src-shared/matching/intersection-over-union";
import { arbitraryBox } from "../../../builders/arbitrary-images";

test("the overlap of boxes on whole pixels is that of the pixels in them", () => {
  fc.assert(
    fc.property(arbitraryBox, arbitraryBox, (a, b) => {
      const inBoth = countPixels((x, y) => holds(a, x, y) && holds(b, x, y));
      const inEither = countPixels((x, y) => holds(a, x, y) || holds(b, x, y));
      expect(intersectionOverUnion(a, b)).toBeCloseTo(inBoth / inEither, 12);
    }),
  );
});

test("the overlap of two boxes does not depend on which comes first", () => {
  fc.assert(
    fc.property(arbitraryBox, arbitraryBox, (a, b) => {
      expect(intersectionOverUnion(a, b)).toBe(intersectionOverUnion(b, a));
    }),
  );
});

test("boxes that only touch, and boxes without area, do not overlap", () => {
  const box = { x1: 0, y1: 0, x2: 10, y2: 10 };
  expect(intersectionOverUnion(box, { x1: 10, y1: 0, x2: 20, y2: 10 })).toBe(0);
  expect(intersectionOverUnion(box, { x1: 5, y1: 5, x2: 5, y2: 5 })).toBe(0);
  expect(intersectionOverUnion({ x1: 5, y1: 5, x2: 5, y2: 5 }, { x1: 5, y1: 5, x2: 5, y2: 5 })).toBe(0);
});

function holds(box: Box, x: number, y: number): boolean {
  return x >= box.x1 && x < box.x2 && y >= box.y1 && y < box.y2;
}

function countPixels(isCounted: (x: number, y: number) => boolean): number {
  let count = 0;
  for (let x = 0; x < 40; x++) for (let y = 0; y < 40; y++) if (isCounted(x, y)) count++;
  return count;
}
