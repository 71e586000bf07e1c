/** @file Measures of all reference boxes of a run: their areas in any frame, and their shapes. */
import { REFERENCE_STRIDE } from "../contract/run-table";
import type { Box } from "../domain/box";
import type { MatchableRun } from "../matching/match-run";
import type { Frame, SizedRun } from "./case-table";

/** [R] areas in square pixels of `frame`, to which each image is stretched; absent: of the images themselves. */
export function referenceAreas(run: SizedRun, frame?: Frame): Float64Array {
  const areas = new Float64Array(run.head.referenceLabels.length);
  let row = 0;
  for (const { rows, columns, references } of run.head.images) {
    const scaleX = frame ? frame.widthPx / columns : 1;
    const scaleY = frame ? frame.heightPx / rows : 1;
    for (const end = row + references; row < end; row++) {
      const { widthPx, heightPx } = sizeAt(run, row);
      areas[row] = widthPx * scaleX * (heightPx * scaleY);
    }
  }
  return areas;
}

/** [R] width over height; NaN or infinite for a box without height. */
export function referenceAspects(run: MatchableRun): Float64Array {
  return Float64Array.from(run.head.referenceLabels, (_, row) => {
    const { widthPx, heightPx } = sizeAt(run, row);
    return widthPx / heightPx;
  });
}

/** [R] 1 where the centre of the box lies in `area`, in shares of its image's width and height; the area holds its upper
 * and left edges, and its lower and right ones where these are the image's. */
export function areCentresWithin(run: SizedRun, area: Box): Uint8Array {
  const within = new Uint8Array(run.head.referenceLabels.length);
  let row = 0;
  for (const { rows, columns, references } of run.head.images) {
    for (const end = row + references; row < end; row++) {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = run.references.subarray(
        row * REFERENCE_STRIDE,
        (row + 1) * REFERENCE_STRIDE,
      );
      const isAcross = isBetween((x1 + x2) / (2 * columns), area.x1, area.x2);
      within[row] = Number(isAcross && isBetween((y1 + y2) / (2 * rows), area.y1, area.y2));
    }
  }
  return within;
}

function isBetween(share: number, from: number, to: number): boolean {
  return share >= from && (share < to || (to >= 1 && share <= to));
}

function sizeAt({ references }: MatchableRun, row: number): { readonly widthPx: number; readonly heightPx: number } {
  const at = row * REFERENCE_STRIDE;
  return { widthPx: references[at + 2]! - references[at]!, heightPx: references[at + 3]! - references[at + 1]! };
}
