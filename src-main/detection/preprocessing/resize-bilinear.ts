/** @file OpenCV's bilinear resize of 8-bit images, to the last bit, since a detector was trained on its pictures. */
import { roundHalfToEven } from "./round-half-to-even";

/** One grey channel, row-major. */
export interface GreyPixels {
  readonly rows: number;
  readonly columns: number;
  readonly values: Uint8Array;
}

export interface PixelSize {
  readonly rows: number;
  readonly columns: number;
}

/** `cv2.resize(image, (columns, rows), interpolation=cv2.INTER_LINEAR)`: weights are rounded to 11 bits, each source
 * row is stretched once, pairs of rows are blended with the shifts of OpenCV's vertical pass.
 * @see opencv 4.6, modules/imgproc/src/resize.cpp: resizeGeneric_, HResizeLinear, VResizeLinear */
export function resizeBilinear(image: GreyPixels, size: PixelSize): GreyPixels {
  if (image.rows === size.rows && image.columns === size.columns) return image;
  // OpenCV takes its area method for exactly half the size.
  if (image.rows === 2 * size.rows && image.columns === 2 * size.columns) return halve(image, size);
  const values = new Uint8Array(size.rows * size.columns);
  const across = sampleAcross(image.columns, size.columns);
  const down = sampleDown(image.rows, size.rows);
  const stretched = stretchedRows(image, across);
  for (let row = 0; row < size.rows; row++) {
    const upper = stretched(down.first[row]!);
    const lower = stretched(down.second[row]!);
    const upperWeight = down.firstWeight[row]!;
    const lowerWeight = down.secondWeight[row]!;
    const start = row * size.columns;
    for (let column = 0; column < size.columns; column++) {
      const above = (upperWeight * (upper[column]! >> 4)) >> 16;
      const below = (lowerWeight * (lower[column]! >> 4)) >> 16;
      values[start + column] = (above + below + 2) >> 2;
    }
  }
  return { ...size, values };
}

function halve(image: GreyPixels, size: PixelSize): GreyPixels {
  const values = new Uint8Array(size.rows * size.columns);
  for (let row = 0; row < size.rows; row++) {
    for (let column = 0; column < size.columns; column++) {
      const at = 2 * row * image.columns + 2 * column;
      const below = at + image.columns;
      const sum = image.values[at]! + image.values[at + 1]! + image.values[below]! + image.values[below + 1]!;
      values[row * size.columns + column] = (sum + 2) >> 2;
    }
  }
  return { ...size, values };
}

/** For each target position the two source positions that it lies between, and their weights in 1/2048. */
interface Samples {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly firstWeight: Int32Array;
  readonly secondWeight: Int32Array;
}

/** Columns outside the image take the edge's value with full weight. */
function sampleAcross(sourceSize: number, targetSize: number): Samples {
  return sample(sourceSize, targetSize, (index, fraction) => {
    if (index < 0) return { index: 0, fraction: 0 };
    if (index >= sourceSize - 1) return { index: sourceSize - 1, fraction: 0 };
    return { index, fraction };
  });
}

/** Rows outside the image are the edge's row under their own weights, whose rounding OpenCV keeps. */
function sampleDown(sourceSize: number, targetSize: number): Samples {
  return sample(sourceSize, targetSize, (index, fraction) => ({ index, fraction }));
}

interface Position {
  readonly index: number;
  readonly fraction: number;
}

function sample(
  sourceSize: number,
  targetSize: number,
  atEdge: (index: number, fraction: number) => Position,
): Samples {
  // OpenCV inverts the inverse: the last bit of the scale may differ from sourceSize / targetSize.
  const scale = 1 / (targetSize / sourceSize);
  const samples: Samples = {
    first: new Int32Array(targetSize),
    second: new Int32Array(targetSize),
    firstWeight: new Int32Array(targetSize),
    secondWeight: new Int32Array(targetSize),
  };
  for (let target = 0; target < targetSize; target++) {
    const place = Math.fround((target + 0.5) * scale - 0.5);
    const floor = Math.floor(place);
    const { index, fraction } = atEdge(floor, Math.fround(place - floor));
    samples.first[target] = clamp(index, sourceSize);
    samples.second[target] = clamp(index + 1, sourceSize);
    samples.firstWeight[target] = roundHalfToEven(Math.fround(Math.fround(1 - fraction) * WEIGHT_ONE));
    samples.secondWeight[target] = roundHalfToEven(Math.fround(fraction * WEIGHT_ONE));
  }
  return samples;
}

/** 11 bits: INTER_RESIZE_COEF_SCALE. */
const WEIGHT_ONE = 2048;

function clamp(index: number, size: number): number {
  return Math.min(Math.max(index, 0), size - 1);
}

/** Stretches a row when it is first asked for and keeps the last two, the only ones that a blend needs. */
function stretchedRows(image: GreyPixels, across: Samples): (row: number) => Int32Array {
  const kept = [0, 1].map(() => ({ row: -1, values: new Int32Array(across.first.length) }));
  return (row) => {
    const place = kept[row % 2]!;
    if (place.row !== row) {
      stretchRowInto(image, row, { across, target: place.values });
      place.row = row;
    }
    return place.values;
  };
}

function stretchRowInto(
  image: GreyPixels,
  row: number,
  { across, target }: { readonly across: Samples; readonly target: Int32Array },
): void {
  const start = row * image.columns;
  for (let column = 0; column < target.length; column++) {
    const left = image.values[start + across.first[column]!]! * across.firstWeight[column]!;
    target[column] = left + image.values[start + across.second[column]!]! * across.secondWeight[column]!;
  }
}
