/** @file Entries that are being put in order. */

export interface Order {
  /** Put in order in place. */
  readonly queue: Int32Array;
  /** Whether one entry, not place, stands before another. */
  readonly precedes: (left: number, right: number) => boolean;
}
