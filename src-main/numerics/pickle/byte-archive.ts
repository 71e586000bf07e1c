/** @file An archive of named entries, as a checkpoint in PyTorch's zip format is kept. */

export interface ByteArchive {
  /** In the archive's own order, each once. */
  readonly names: readonly string[];
  /** Bytes of an entry once it is unpacked; `undefined` where there is none of the name. */
  readonly sizeOf: (name: string) => number | undefined;
  /** The entry, or its bytes from `start` up to, not including, `end`; nobody else reads or writes the array. Throws a
   * Failure when the entry is missing, truncated or damaged. */
  readonly read: (name: string, start?: number, end?: number) => Uint8Array;
}
