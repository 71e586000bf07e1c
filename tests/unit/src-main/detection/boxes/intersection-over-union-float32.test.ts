/** @file Checks the overlap in torch's arithmetic against the exact one. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { intersectionOverUnionFloat32 } from "../../../../../src-main/detection/boxes/intersection-over-union-float32";
import type { Box } from "../../../../../src-shared/domain/box";
import { arbitraryBox } from "../../../../builders/arbitrary-images";
import { intersectionOverUnion } from "../../../../builders/match-plainly";

test("the overlap of boxes on whole pixels is that of the pixels in them", () => {
  fc.assert(
    fc.property(arbitraryBox, arbitraryBox, (a, b) => {
      const inBoth = countPixels((x, y) => holds(a, x, y) && holds(b, x, y));
      const inEither = countPixels((x, y) => holds(a, x, y) || holds(b, x, y));
      expect(intersectionOverUnionFloat32(a, b)).toBeCloseTo(inBoth / inEither, 12);
    }),
  );
});

test("whole pixels are exact in float32, so that the overlap is the exact one", () => {
  fc.assert(
    fc.property(arbitraryBox, arbitraryBox, (a, b) => {
      expect(intersectionOverUnionFloat32(a, b)).toBe(intersectionOverUnion(a, b));
    }),
  );
});

test("areas are rounded to float32 on the way", () => {
  const a = { x1: Math.fround(0.1), y1: Math.fround(0.1), x2: Math.fround(200.7), y2: Math.fround(150.3) };
  const b = { x1: Math.fround(13.9), y1: Math.fround(20.2), x2: Math.fround(180.1), y2: Math.fround(160.6) };
  // The notebook's compute_iou on np.float32 corners (numpy 1.24.2), and torchvision.ops.box_iou (0.14.1).
  expect(intersectionOverUnionFloat32(a, b)).toBe(0.6790602862904603);
  expect(Math.fround(intersectionOverUnionFloat32(a, b))).toBe(0.6790602803230286);
  expect(intersectionOverUnion(a, b)).not.toBe(0.6790602862904603);
});

function holds(box: Box, x: number, y: number): boolean {
  return x >= box.x1 && x < box.x2 && y >= box.y1 && y < box.y2;
}

function countPixels(isCounted: (x: number, y: number) => boolean): number {
  let count = 0;
  for (let x = 0; x < 40; x++) for (let y = 0; y < 40; y++) if (isCounted(x, y)) count++;
  return count;
}
