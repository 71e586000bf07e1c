/** @file Every place of a detector's raw answer that may become a box: its score, and how that follows from the answer. */

/** How much a score grows with one number of a raw output. */
export interface Slope {
  /** Name of the output. */
  readonly output: string;
  /** Place of the number in its array. */
  readonly at: number;
  readonly slope: number;
}

/** Places are rows times classes, counted as the family counts them; the order is the same for every image of one
 * size. */
export interface ScoredPlaces {
  /** [places] */
  readonly scores: Float32Array;
  /** Class number, as the card's labels name it. */
  readonly labelOf: (place: number) => number;
  /** (x1, y1, x2, y2) in pixels of the model's input. */
  readonly boxOf: (place: number) => BoxCorners;
  /** The derivatives of a place's score with respect to the numbers that it is made of; all others are 0. */
  readonly slopesOf: (place: number) => readonly Slope[];
}

export type BoxCorners = readonly [left: number, top: number, right: number, bottom: number];

/** A raw output under its name. */
export interface NamedOutput {
  readonly name: string;
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Corners of a box that is given by its centre and its size. */
export function cornersAround(x: number, y: number, width: number, height: number): BoxCorners {
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
}
