/** @file The places of YOLO's answers, version 5 to 11, in the forms in which it is exported. */
import type { ImageSize } from "../boxes/clip-boxes";
import { layoutOfYoloV5Head, rowsOfYoloV5Heads, type HeadLayout } from "../boxes/decode-yolo-heads";
import { misshapen, sizesForOneImage, type ModelOutput } from "../boxes/model-output";
import { cornersAround, type NamedOutput, type ScoredPlaces, type Slope } from "./scored-places";

/** Numbers of a row before its classes: box and objectness. */
const BEFORE_CLASSES_V5 = 5;

/** YOLOv5's rows [1, N, 5 + classes]: the score of each class is objectness times class.
 * @throws {Failure} `unsupported` for another shape. */
export function placesOfYoloV5Rows(rows: NamedOutput): ScoredPlaces {
  const { name, data } = rows;
  const { width } = sizesOfRows(rows);
  return placesOfRows(
    rows,
    (at, label) => [
      { output: name, at: at + 4, slope: data[at + BEFORE_CLASSES_V5 + label]! },
      { output: name, at: at + BEFORE_CLASSES_V5 + label, slope: data[at + 4]! },
    ],
    width,
  );
}

/** The same from raw heads, finest first, whose numbers go through a logistic function.
 * @throws {Failure} `unsupported` for other shapes; see `rowsOfYoloV5Heads`. */
export function placesOfYoloV5Heads(heads: readonly NamedOutput[], imageSize: ImageSize): ScoredPlaces {
  const rows = rowsOfYoloV5Heads(heads, imageSize);
  const { width } = sizesOfRows(rows);
  const sources = heads.map((head) => ({ name: head.name, layout: layoutOfYoloV5Head(head) }));
  const { data } = rows;
  return placesOfRows(
    rows,
    (at, label) => {
      const [objectness, share] = [data[at + 4]!, data[at + BEFORE_CLASSES_V5 + label]!];
      const { name, start, step } = numberOfRow(sources, at / width);
      const slope = objectness * share;
      return [
        { output: name, at: start + 4 * step, slope: slope * (1 - objectness) },
        { output: name, at: start + (BEFORE_CLASSES_V5 + label) * step, slope: slope * (1 - share) },
      ];
    },
    width,
  );
}

/** The columns [1, 4 + classes, N] of YOLOv8 to v11, or the same turned to rows: each class is a score.
 * @throws {Failure} `unsupported` for another shape. */
export function placesOfYoloV8(output: NamedOutput): ScoredPlaces {
  const expected = "1 × (4 + classes) × N, or 1 × N × (4 + classes),";
  const [first = 0, second = 0] = sizesForOneImage(output, { rank: 3, expected });
  const [width, count] = first <= second ? [first, second] : [second, first];
  if (width < 5) throw misshapen(output, expected);
  const step = first <= second ? { box: 1, value: count } : { box: width, value: 1 };
  return placesOfTable(output, { count, classes: width - 4, step }, { imageWidth: 1, imageHeight: 1 });
}

/** Rows [1, N, 4 + classes] with boxes as shares of the model's input, as Ultralytics exports RT-DETR.
 * @throws {Failure} `unsupported` for another shape. */
export function placesOfShareRows(output: NamedOutput, imageSize: ImageSize): ScoredPlaces {
  const expected = "1 × queries × (4 + classes)";
  const [count = 0, width = 0] = sizesForOneImage(output, { rank: 3, expected });
  if (width < 5) throw misshapen(output, expected);
  return placesOfTable(output, { count, classes: width - 4, step: { box: width, value: 1 } }, imageSize);
}

/** Rows [1, N, 6] of a model that has done its own suppression: corners, score, class. What it left out is no place.
 * @throws {Failure} `unsupported` for another shape. */
export function placesOfEndToEndRows(output: NamedOutput): ScoredPlaces {
  const { name, data } = output;
  const expected = "1 × N × 6";
  const [count = 0, width] = sizesForOneImage(output, { rank: 3, expected });
  if (width !== 6) throw misshapen(output, expected);
  return {
    scores: Float32Array.from({ length: count }, (_, row) => data[6 * row + 4]!),
    labelOf: (row) => Math.round(data[6 * row + 5]!),
    boxOf: (row) => [data[6 * row]!, data[6 * row + 1]!, data[6 * row + 2]!, data[6 * row + 3]!],
    slopesOf: (row) => [{ output: name, at: 6 * row + 4, slope: 1 }],
  };
}

interface Table {
  readonly count: number;
  readonly classes: number;
  /** Distances in the array from one box, or one number of a box, to the next. */
  readonly step: { readonly box: number; readonly value: number };
}

/** Centre, size, then the score of each class; boxes in units of `imageSize`. */
function placesOfTable(
  { name, data }: NamedOutput,
  { count, classes, step }: Table,
  { imageWidth, imageHeight }: ImageSize,
): ScoredPlaces {
  const at = (place: number): number => Math.floor(place / classes) * step.box + (4 + (place % classes)) * step.value;
  return {
    scores: Float32Array.from({ length: count * classes }, (_, place) => data[at(place)]!),
    labelOf: (place) => place % classes,
    boxOf: (place) => {
      const start = Math.floor(place / classes) * step.box;
      const side = (index: number): number => data[start + index * step.value]!;
      return cornersAround(side(0) * imageWidth, side(1) * imageHeight, side(2) * imageWidth, side(3) * imageHeight);
    },
    slopesOf: (place) => [{ output: name, at: at(place), slope: 1 }],
  };
}

function sizesOfRows(rows: ModelOutput): { readonly count: number; readonly width: number } {
  const expected = "1 × N × (5 + classes)";
  const [count = 0, width = 0] = sizesForOneImage(rows, { rank: 3, expected });
  if (width <= BEFORE_CLASSES_V5) throw misshapen(rows, expected);
  return { count, width };
}

/** `slopesOf` gets the start of a row in the array, and a class. */
function placesOfRows(
  { data }: ModelOutput,
  slopesOf: (at: number, label: number) => readonly Slope[],
  width: number,
): ScoredPlaces {
  const classes = width - BEFORE_CLASSES_V5;
  const startOf = (place: number): number => Math.floor(place / classes) * width;
  const scores = new Float32Array((data.length / width) * classes);
  for (let place = 0; place < scores.length; place++) {
    const at = startOf(place);
    scores[place] = data[at + BEFORE_CLASSES_V5 + (place % classes)]! * data[at + 4]!;
  }
  return {
    scores,
    labelOf: (place) => place % classes,
    boxOf: (place) => {
      const at = startOf(place);
      return cornersAround(data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!);
    },
    slopesOf: (place) => slopesOf(startOf(place), place % classes),
  };
}

interface HeadSource {
  readonly name: string;
  readonly layout: HeadLayout;
}

/** Where the numbers of a row of `rowsOfYoloV5Heads` stand in its head. */
function numberOfRow(
  sources: readonly HeadSource[],
  row: number,
): { readonly name: string; readonly start: number; readonly step: number } {
  let first = 0;
  for (const { name, layout } of sources) {
    const { rows, columns, kinds, steps } = layout;
    const cells = rows * columns;
    const within = row - first;
    if (within < kinds * cells) {
      const start = Math.floor(within / cells) * steps.kind + (within % cells) * steps.cell;
      return { name, start, step: steps.value };
    }
    first += kinds * cells;
  }
  throw new RangeError(`The heads have ${first} rows; row ${row} was asked for.`);
}
