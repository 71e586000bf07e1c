/** @file Fits an image into a frame without changing its proportions, as Ultralytics does. */
import { resizeBilinear, type GreyPixels } from "./resize-bilinear";
import { roundHalfToEven } from "./round-half-to-even";

/** Where an image lies in a model's input. */
export interface ImagePlace {
  /** Model pixels for each image pixel. */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Model pixels to the left of the image and above it. */
  readonly offsetXPx: number;
  readonly offsetYPx: number;
}

export interface FittedPixels extends ImagePlace {
  /** The image as the model takes it. */
  readonly fitted: GreyPixels;
}

/** What the free parts of the frame are filled with. */
const GREY = 114;
/** A side that the model leaves open is filled up to a multiple of it. */
const STRIDE = 32;

/** The largest size with the image's proportions that the frame holds, enlarged if need be, in the frame's middle. An
 * open side follows the image; where both are open, the image keeps its size.
 * @see Ultralytics, LetterBox: sizes and borders are rounded as Python rounds, an odd border is longer at the end */
export function letterbox(
  image: GreyPixels,
  frame: { readonly rows: number | undefined; readonly columns: number | undefined },
): FittedPixels {
  const scale = Math.min(
    (frame.rows ?? Infinity) / image.rows,
    (frame.columns ?? Infinity) / image.columns,
    frame.rows === undefined && frame.columns === undefined ? 1 : Infinity,
  );
  // However narrow the image, it keeps a row and a column.
  const rows = Math.max(roundHalfToEven(image.rows * scale), 1);
  const columns = Math.max(roundHalfToEven(image.columns * scale), 1);
  const size = { rows: frame.rows ?? upToStride(rows), columns: frame.columns ?? upToStride(columns) };
  const offsetXPx = roundHalfToEven((size.columns - columns) / 2 - 0.1);
  const offsetYPx = roundHalfToEven((size.rows - rows) / 2 - 0.1);
  const values = new Uint8Array(size.rows * size.columns).fill(GREY);
  const scaled = resizeBilinear(image, { rows, columns });
  for (let row = 0; row < rows; row++) {
    const line = scaled.values.subarray(row * columns, (row + 1) * columns);
    values.set(line, (row + offsetYPx) * size.columns + offsetXPx);
  }
  // One scale for both directions, as Ultralytics maps boxes back, though each side was rounded by itself.
  return { fitted: { ...size, values }, scaleX: scale, scaleY: scale, offsetXPx, offsetYPx };
}

function upToStride(size: number): number {
  return Math.ceil(size / STRIDE) * STRIDE;
}
