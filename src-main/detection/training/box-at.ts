/** @file One box out of a flat table. */
import type { Box } from "../../../src-shared/domain/box";

/** Row `row` of `boxes` [N, 4]. */
export function boxAt(boxes: Float32Array, row: number): Box {
  const at = 4 * row;
  return { x1: boxes[at]!, y1: boxes[at + 1]!, x2: boxes[at + 2]!, y2: boxes[at + 3]! };
}
