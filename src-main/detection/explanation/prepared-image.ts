/** @file A model's prepared input with the image that lies in it. */
import type { InputPart } from "./scale-map";

export interface PreparedImage {
  /** [channels, height, width] as `prepareInput` makes it. */
  readonly data: Float32Array;
  readonly shape: readonly [channels: number, height: number, width: number];
  /** What the image fills: `imagePart`. */
  readonly part: InputPart;
}

/** How far a long examination has come, in runs of the model; may throw to stop it. */
export type ReportRuns = (done: number, total: number) => void;

/** One channel's values of the image alone, [part.rows × part.columns], without what frames it. */
export function planeOf({ data, shape, part }: PreparedImage, channel: number): Float32Array {
  const plane = new Float32Array(part.rows * part.columns);
  for (let row = 0; row < part.rows; row++) {
    const start = rowStart({ shape, part }, channel, row);
    plane.set(data.subarray(start, start + part.columns), row * part.columns);
  }
  return plane;
}

/** Where a row of the image begins in the data. */
export function rowStart(
  { shape: [, height, width], part }: Pick<PreparedImage, "shape" | "part">,
  channel: number,
  row: number,
): number {
  return (channel * height + part.row + row) * width + part.column;
}
