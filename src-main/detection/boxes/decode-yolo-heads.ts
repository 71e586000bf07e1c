/** @file Rows of YOLOv5 from its raw heads, for exports that leave the grid to the reader. */
import { misshapen, type ModelOutput } from "./model-output";
import type { ImageSize } from "./clip-boxes";

/** Width and height in pixels of the three anchors of each level, finest first, as YOLOv5's models are shipped: with
 * three levels, and with four for larger images (P6). */
const ANCHORS: Readonly<Record<number, readonly (readonly number[])[]>> = {
  3: [
    [10, 13, 16, 30, 33, 23],
    [30, 61, 62, 45, 59, 119],
    [116, 90, 156, 198, 373, 326],
  ],
  4: [
    [19, 27, 44, 40, 38, 94],
    [96, 68, 86, 152, 180, 137],
    [140, 301, 303, 264, 238, 542],
    [436, 615, 739, 380, 925, 792],
  ],
};
const KINDS = 3;

/** Turns heads [1, 3, h, w, 5 + classes], or [1, 3 · (5 + classes), h, w] as the convolutions leave them, finest first,
 * into the rows that `decodeYoloV5Rows` reads. `imageHeight` and `imageWidth` are the model's input.
 * @throws {Failure} `unsupported` for other shapes, or another number of heads than 3 or 4.
 * @see github.com/ultralytics/yolov5, models/yolo.py, Detect.forward */
export function rowsOfYoloV5Heads(heads: readonly ModelOutput[], { imageHeight, imageWidth }: ImageSize): ModelOutput {
  const anchors = ANCHORS[heads.length];
  if (!anchors) throw misshapen({ shape: [heads.length] }, "YOLOv5's answer from 3 or 4 heads");
  const layouts = heads.map(layoutOfYoloV5Head);
  const width = layouts[0]!.values;
  const other = layouts.findIndex(({ values }) => values !== width);
  if (other >= 0) throw misshapen(heads[other]!, `${width} numbers to a box, as in the first head,`);
  const boxes = layouts.reduce((sum, { rows, columns }) => sum + KINDS * rows * columns, 0);
  const data = new Float32Array(boxes * width);
  let start = 0;
  for (const [level, layout] of layouts.entries()) {
    const stride = { x: imageWidth / layout.columns, y: imageHeight / layout.rows };
    const target = data.subarray(start, start + KINDS * layout.rows * layout.columns * width);
    decodeHeadInto(heads[level]!.data, { layout, stride, anchors: anchors[level]! }, target);
    start += target.length;
  }
  return { data, shape: [1, boxes, width] };
}

export interface HeadLayout {
  readonly rows: number;
  readonly columns: number;
  /** Anchors at each cell. */
  readonly kinds: number;
  /** Numbers to a box. */
  readonly values: number;
  /** Distances in the array from one anchor, cell or number of a box to the next. */
  readonly steps: { readonly kind: number; readonly cell: number; readonly value: number };
}

/** How one of the heads lies in its array.
 * @throws {Failure} `unsupported` for another shape. */
export function layoutOfYoloV5Head(head: ModelOutput): HeadLayout {
  const { shape } = head;
  const expected = "1 × 3 × height × width × (5 + classes), or 1 × 3 · (5 + classes) × height × width,";
  if (shape.length === 5 && shape[0] === 1 && shape[1] === KINDS && shape[4]! > 5) {
    const [, , rows = 0, columns = 0, values = 0] = shape;
    return { rows, columns, kinds: KINDS, values, steps: { kind: rows * columns * values, cell: values, value: 1 } };
  }
  if (shape.length === 4 && shape[0] === 1 && shape[1]! % KINDS === 0 && shape[1]! > 5 * KINDS) {
    const [, channels = 0, rows = 0, columns = 0] = shape;
    const values = channels / KINDS;
    return {
      rows,
      columns,
      kinds: KINDS,
      values,
      steps: { kind: values * rows * columns, cell: 1, value: rows * columns },
    };
  }
  throw misshapen(head, expected);
}

interface Grid {
  readonly layout: HeadLayout;
  readonly stride: { readonly x: number; readonly y: number };
  /** Width and height of each kind in turn. */
  readonly anchors: readonly number[];
}

function decodeHeadInto(data: Float32Array, { layout, stride, anchors }: Grid, decoded: Float32Array): void {
  const { rows, columns, values, steps } = layout;
  let at = 0;
  for (let kind = 0; kind < KINDS; kind++) {
    for (let cell = 0; cell < rows * columns; cell++) {
      const start = kind * steps.kind + cell * steps.cell;
      for (let value = 0; value < values; value++) decoded[at + value] = logistic(data[start + value * steps.value]!);
      decoded[at] = (2 * decoded[at]! + (cell % columns) - 0.5) * stride.x;
      decoded[at + 1] = (2 * decoded[at + 1]! + Math.floor(cell / columns) - 0.5) * stride.y;
      decoded[at + 2] = (2 * decoded[at + 2]!) ** 2 * anchors[2 * kind]!;
      decoded[at + 3] = (2 * decoded[at + 3]!) ** 2 * anchors[2 * kind + 1]!;
      at += values;
    }
  }
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
