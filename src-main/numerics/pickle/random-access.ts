/** @file Bytes that are read piece by piece, so that a file of any size is never held as a whole. */

export interface RandomAccess {
  readonly byteLength: number;
  /** The bytes from `start` up to, not including, `end`; nobody else reads or writes the array. Throws a Failure when
   * they are not all there. */
  readonly read: (start: number, end: number) => Uint8Array;
}
