/** @file Puts four pictures together into one, so that one step sees findings at more places and sizes. */
import type { MersenneTwister } from "../../../numerics/random/mersenne-twister";
import { resizeBilinear } from "../resize-bilinear";
import { keepVisibleBoxes, type VisibilityRule } from "./keep-visible-boxes";
import type { LabelledPicture } from "./labelled-picture";
import { stretchBoxes } from "./stretch-boxes";

export type FourPictures = readonly [
  upperLeft: LabelledPicture,
  upperRight: LabelledPicture,
  lowerLeft: LabelledPicture,
  lowerRight: LabelledPicture,
];

/** The four meet at a point between these shares of the width and of the height. */
const NEAREST = 0.3;
const FARTHEST = 0.7;

/** Each picture is scaled until it covers its quarter, and cut at the outer sides: its inner corner stays. The size is
 * the first one's; two random numbers are drawn.
 * @see Bochkovskiy et al., arXiv:2004.10934 (YOLOv4); albumentations 2.0, Mosaic with fit_mode "cover" */
export function composeMosaic(pictures: FourPictures, random: MersenneTwister, rule: VisibilityRule): LabelledPicture {
  const { rows, columns } = pictures[0];
  const cells = cellsAround(meetingPlace(columns, random), meetingPlace(rows, random), { rows, columns });
  const values = new Uint8Array(rows * columns);
  const boxes = pictures.flatMap((picture, place) => {
    const cell = cells[place]!;
    const part = fillCell(picture, cell, rule);
    for (let row = 0; row < part.rows; row++) {
      const line = part.values.subarray(row * part.columns, (row + 1) * part.columns);
      values.set(line, (row + cell.top) * columns + cell.left);
    }
    return stretchBoxes(part.boxes, { scaleX: 1, scaleY: 1, offsetXPx: cell.left, offsetYPx: cell.top });
  });
  return { rows, columns, values, boxes };
}

interface Cell {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
}

/** Every quarter keeps at least one pixel. */
function meetingPlace(size: number, random: MersenneTwister): number {
  const share = NEAREST + (FARTHEST - NEAREST) * random.random();
  return Math.min(Math.max(Math.round(share * size), 1), size - 1);
}

function cellsAround(x: number, y: number, { rows, columns }: Pick<Cell, "rows" | "columns">): readonly Cell[] {
  return [
    { left: 0, top: 0, columns: x, rows: y },
    { left: x, top: 0, columns: columns - x, rows: y },
    { left: 0, top: y, columns: x, rows: rows - y },
    { left: x, top: y, columns: columns - x, rows: rows - y },
  ];
}

function fillCell(picture: LabelledPicture, cell: Cell, rule: VisibilityRule): LabelledPicture {
  const scale = Math.max(cell.columns / picture.columns, cell.rows / picture.rows);
  const scaled = resizeBilinear(picture, {
    rows: Math.max(Math.round(picture.rows * scale), cell.rows),
    columns: Math.max(Math.round(picture.columns * scale), cell.columns),
  });
  // Left and upper quarters lose their pictures' left and upper sides.
  const cutLeft = cell.left === 0 ? scaled.columns - cell.columns : 0;
  const cutTop = cell.top === 0 ? scaled.rows - cell.rows : 0;
  const values = new Uint8Array(cell.rows * cell.columns);
  for (let row = 0; row < cell.rows; row++) {
    const start = (row + cutTop) * scaled.columns + cutLeft;
    values.set(scaled.values.subarray(start, start + cell.columns), row * cell.columns);
  }
  const boxes = stretchBoxes(picture.boxes, {
    scaleX: scaled.columns / picture.columns,
    scaleY: scaled.rows / picture.rows,
    offsetXPx: -cutLeft,
    offsetYPx: -cutTop,
  });
  return { rows: cell.rows, columns: cell.columns, values, boxes: keepVisibleBoxes(boxes, cell, rule) };
}
