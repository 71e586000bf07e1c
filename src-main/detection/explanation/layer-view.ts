/** @file What a heat map is made from and what comes out: a layer's activation with its gradient, and a grid of values. */

/** One layer on one image. Both arrays are [channels, rows, columns], row-major; `gradient` is that of the explained
 * score with respect to each element of `activation`. */
export interface LayerView {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly activation: Float32Array;
  readonly gradient: Float32Array;
  /** How many rows and columns, counted from the upper left, the prepared input fills, where the network pads it: a
   * fraction where the padding begins within a cell. Absent: all. */
  readonly filled?: { readonly rows: number; readonly columns: number } | undefined;
}

/** How strongly each place speaks for the score, never negative, row-major; from 0 to 1 once it is scaled. */
export interface HeatMap {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}
