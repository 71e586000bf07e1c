/** @file Measures of all boxes of a run: their areas in any frame, their shapes, and where they lie. */
import { DETECTION_STRIDE, REFERENCE_STRIDE } from "../contract/run-table";
import type { Box } from "../domain/box";
import type { MatchableRun } from "../matching/match-run";
import type { Frame, SizedRun } from "./case-table";

/** [R] areas in square pixels of `frame`, to which each image is stretched; absent: of the images themselves. */
export function referenceAreas(run: SizedRun, frame?: Frame): Float64Array {
  return areasOf(run.references, REFERENCE_STRIDE, scalesOf(run, "references", frame));
}

/** [D] likewise. */
export function detectionAreas(run: SizedRun, frame?: Frame): Float64Array {
  return areasOf(run.detections, DETECTION_STRIDE, scalesOf(run, "detections", frame));
}

/** [R] width over height; NaN or infinite for a box without height. */
export function referenceAspects({ references, head }: MatchableRun): Float64Array {
  return Float64Array.from(head.referenceLabels, (_, row) => {
    const at = row * REFERENCE_STRIDE;
    return (references[at + 2]! - references[at]!) / (references[at + 3]! - references[at + 1]!);
  });
}

/** [R] 1 where the box lies in `area`, in shares of its image's width and height. For its centre the area holds its
 * upper and left edges, and its lower and right ones where these are the image's; a box covers an area of which it has a
 * part that is more than an edge. */
export function areWithin(
  { references, head }: SizedRun,
  { area, boxes }: { readonly area: Box; readonly boxes: "centred" | "covering" },
): Uint8Array {
  const isWithin = boxes === "centred" ? isCentreBetween : isPartBetween;
  const within = new Uint8Array(head.referenceLabels.length);
  let row = 0;
  for (const image of head.images) {
    for (const end = row + image.references; row < end; row++) {
      const at = row * REFERENCE_STRIDE;
      const across = { startPx: references[at]!, endPx: references[at + 2]!, sizePx: image.columns };
      const down = { startPx: references[at + 1]!, endPx: references[at + 3]!, sizePx: image.rows };
      within[row] = Number(isWithin(across, area.x1, area.x2) && isWithin(down, area.y1, area.y2));
    }
  }
  return within;
}

interface Extent {
  readonly startPx: number;
  readonly endPx: number;
  /** Of the image. */
  readonly sizePx: number;
}

function isCentreBetween({ startPx, endPx, sizePx }: Extent, from: number, to: number): boolean {
  const share = (startPx + endPx) / (2 * sizePx);
  return share >= from && (share < to || (to >= 1 && share <= to));
}

function isPartBetween({ startPx, endPx, sizePx }: Extent, from: number, to: number): boolean {
  return startPx / sizePx < to && endPx / sizePx > from;
}

interface RowScale {
  readonly rows: number;
  readonly x: number;
  readonly y: number;
}

/** From pixels of each image to those of the frame. */
function scalesOf(run: SizedRun, key: "detections" | "references", frame: Frame | undefined): readonly RowScale[] {
  return run.head.images.map((image) => ({
    rows: image[key],
    x: frame ? frame.widthPx / image.columns : 1,
    y: frame ? frame.heightPx / image.rows : 1,
  }));
}

function areasOf(boxes: MatchableRun["references"], stride: number, scales: readonly RowScale[]): Float64Array {
  const areas = new Float64Array(boxes.length / stride);
  let row = 0;
  for (const { rows, x, y } of scales) {
    for (const end = row + rows; row < end; row++) {
      const at = row * stride;
      areas[row] = (boxes[at + 2]! - boxes[at]!) * x * ((boxes[at + 3]! - boxes[at + 1]!) * y);
    }
  }
  return areas;
}
