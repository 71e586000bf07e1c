/** @file Entries that are being put in order. */

export interface Order {
  /** Put in order in place. */
  readonly queue: Int32Array;
  /** Whether one entry, not place, stands before another. */
  readonly precedes: (left: number, right: number) => boolean;
}

/** Larger numbers first; what is not a number stands before every number, as torch has it. */
export function largerFirst(values: Float32Array): Order["precedes"] {
  return (left, right) => {
    const a = values[left]!;
    const b = values[right]!;
    return a > b || (a !== a && b === b);
  };
}
