/** @file Finds the box that a reader means by pointing at the image. */
import type { Point } from "../../stores/view-geometry";
import type { OverlayFinding } from "../viewer-image";
import { boxAreaPx2 } from "../../../src-shared/domain/box";
import type { Box } from "../../../src-shared/domain/box";

/** The smallest of the boxes that hold the point, `tolerancePx` image pixels around them included: a small box inside a
 * large one can be chosen, and so can the large one, beside it. */
export function findingAt(
  findings: readonly OverlayFinding[],
  point: Point,
  tolerancePx: number,
): OverlayFinding | undefined {
  return findings
    .filter(({ box }) => holds(box, point, tolerancePx))
    .toSorted((a, b) => boxAreaPx2(a.box) - boxAreaPx2(b.box))[0];
}

function holds({ x1, y1, x2, y2 }: Box, { x, y }: Point, tolerancePx: number): boolean {
  return x >= x1 - tolerancePx && x <= x2 + tolerancePx && y >= y1 - tolerancePx && y <= y2 + tolerancePx;
}
