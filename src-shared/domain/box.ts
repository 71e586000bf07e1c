/** @file A rectangle on an image: corners in pixels, (0, 0) being the outer corner of the first pixel. */
import { z } from "zod";

const Coordinate = z.number().refine(Number.isFinite, "a coordinate must be finite");

export const Box = z.object({ x1: Coordinate, y1: Coordinate, x2: Coordinate, y2: Coordinate }).readonly();
export type Box = z.infer<typeof Box>;

export function boxWidthPx(box: Box): number {
  return box.x2 - box.x1;
}

export function boxHeightPx(box: Box): number {
  return box.y2 - box.y1;
}

export function boxAreaPx2(box: Box): number {
  return boxWidthPx(box) * boxHeightPx(box);
}
