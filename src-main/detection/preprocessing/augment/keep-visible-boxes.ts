/** @file Cuts boxes to their picture and leaves out those of which too little is left to be learnt from. */
import { type Box, boxAreaPx2 } from "../../../../src-shared/domain/box";
import type { PixelSize } from "../resize-bilinear";
import type { LabelledBox } from "./labelled-picture";

export interface VisibilityRule {
  /** A box must keep an area of so many square pixels. */
  readonly minAreaPx: number;
  /** A box must keep this share of its area. */
  readonly minVisibility: number;
}

/** A box without any area left always goes.
 * @see albumentations 1.3.1, filter_bboxes with min_area and min_visibility */
export function keepVisibleBoxes(
  boxes: readonly LabelledBox[],
  { rows, columns }: PixelSize,
  { minAreaPx, minVisibility }: VisibilityRule,
): readonly LabelledBox[] {
  return boxes.flatMap(({ box, label }) => {
    const cut = cutToSize(box, { rows, columns });
    if (cut.x2 <= cut.x1 || cut.y2 <= cut.y1) return [];
    const area = boxAreaPx2(cut);
    const isKept = area >= minAreaPx && area / boxAreaPx2(box) >= minVisibility;
    return isKept ? [{ box: cut, label }] : [];
  });
}

function cutToSize({ x1, y1, x2, y2 }: Box, { rows, columns }: PixelSize): Box {
  return { x1: within(x1, columns), y1: within(y1, rows), x2: within(x2, columns), y2: within(y2, rows) };
}

function within(side: number, size: number): number {
  return Math.min(Math.max(side, 0), size);
}
