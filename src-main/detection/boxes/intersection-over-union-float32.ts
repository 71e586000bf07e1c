/** @file Overlap of two boxes in the arithmetic of torch and NumPy, for figures that must equal theirs at a threshold. */
import type { Box } from "../../../src-shared/domain/box";

/** Areas, intersection and union are rounded to float32, as NumPy's float32 scalars and torchvision's `box_iou` do;
 * their ratio is not: NumPy 1 divides in float64, torch's float32 ratio is `Math.fround` of it. Corners must be
 * float32 values already. 0 where the boxes do not overlap. */
export function intersectionOverUnionFloat32(a: Box, b: Box): number {
  const width = Math.fround(Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1));
  const height = Math.fround(Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1));
  if (width <= 0 || height <= 0) return 0;
  const intersection = Math.fround(width * height);
  return intersection / Math.fround(Math.fround(areaFloat32(a) + areaFloat32(b)) - intersection);
}

/** Square pixels, rounded to float32 as torch computes it. */
export function areaFloat32(box: Box): number {
  return Math.fround(Math.fround(box.x2 - box.x1) * Math.fround(box.y2 - box.y1));
}
