/** @file Overlap of two boxes as both sides of the process boundary compute it. */
import type { Box } from "../domain/box";

/** Intersection over union of two boxes in the same frame, 0 to 1; 0 where both are empty.
 * @see Everingham et al., The PASCAL Visual Object Classes Challenge, IJCV 2010, section 4.2 */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - intersection);
}
