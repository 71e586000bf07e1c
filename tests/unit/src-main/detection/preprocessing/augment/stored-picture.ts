/** @file Pictures and boxes as the fixtures write them. */
import type { GreyPixels } from "../../../../../../src-main/detection/preprocessing/resize-bilinear";
import type { Box } from "../../../../../../src-shared/domain/box";

export interface StoredPicture {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}

export function pictureOf({ rows, columns, values }: StoredPicture): GreyPixels {
  return { rows, columns, values: Uint8Array.from(values) };
}

export function boxOf([x1, y1, x2, y2]: readonly number[]): Box {
  return { x1: x1!, y1: y1!, x2: x2!, y2: y2! };
}
