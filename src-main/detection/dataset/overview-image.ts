/** @file What an overview knows of an image: its size, its reference boxes, and what it can be grouped by. */
import type { Box } from "../../../src-shared/domain/box";
import type { CaseColumns } from "../../../src-shared/figures/case-table";

/** In pixels of the image. Sizes stand as a table gives them: a corner would round them. */
export interface OverviewBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where it was read from, for example "row 4". */
  readonly origin: string;
}

export interface OverviewImage extends CaseColumns {
  /** The image's identifier; in a table of labels its patient. */
  readonly id: string;
  readonly patientId: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Whether it is labelled as positive, with or without a box. */
  readonly isPositive: boolean;
  readonly boxes: readonly OverviewBox[];
}

/** The box by its corners, in pixels of the image. */
export function cornersOf({ x, y, width, height }: OverviewBox): Box {
  return { x1: x, y1: y, x2: x + width, y2: y + height };
}
