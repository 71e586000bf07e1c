/** @file A file kept open for reading at any place, so that a large one is never held in memory as a whole. */
import assert from "node:assert";
import { closeSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { Failure } from "../../../src-shared/domain/failure";
import type { RandomAccess } from "../../numerics/pickle/random-access";

export interface RandomAccessFile extends RandomAccess {
  /** As sentences name it. */
  readonly fileName: string;
  readonly descriptor: number;
  readonly close: () => void;
}

/** @throws {Failure} `not-found` when there is no readable file. */
export function openRandomAccessFile(file: string, fileName: string): RandomAccessFile {
  const { descriptor, byteLength } = openDescriptor(file);
  let isOpen = true;
  return {
    fileName,
    descriptor,
    byteLength,
    read: (start, end) => {
      // The system gives the number of a closed file to the next one that is opened.
      assert(isOpen, `${fileName} was closed before it was read.`);
      return readWhole(descriptor, { start, end, fileName });
    },
    close: () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

/** What one call of the system reads at most. */
const MOST_BYTES_AT_ONCE = 2 ** 31 - 1;

function openDescriptor(file: string): { descriptor: number; byteLength: number } {
  try {
    const { size } = requireFile(file);
    return { descriptor: openSync(file, "r"), byteLength: size };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure("not-found", `There is no readable file at ${file}.`, { cause });
  }
}

/** Before it is opened: to open a pipe is to wait for its other end. */
function requireFile(file: string): Stats {
  const stats = statSync(file);
  if (stats.isFile()) return stats;
  throw new Failure("not-found", `${file} is a folder or a device; a file was expected.`);
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly fileName: string;
}

function readWhole(descriptor: number, { start, end, fileName }: Range): Uint8Array {
  if (end - start > MOST_BYTES_AT_ONCE) {
    throw new Failure(
      "unsupported",
      `${fileName} holds a tensor of ${end - start} bytes; fewer than 2 GB were expected.`,
    );
  }
  const bytes = new Uint8Array(end - start);
  for (let at = 0; at < bytes.length;) {
    const count = readSync(descriptor, bytes, at, bytes.length - at, start + at);
    if (count === 0) throw new Failure("unsupported", `${fileName} ends at byte ${start + at}; ${end} were expected.`);
    at += count;
  }
  return bytes;
}
