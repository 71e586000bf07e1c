/** @file Looks for "not a number" among the weights in a file, a piece at a time. */
import { readSync } from "node:fs";
import { Failure } from "../../../src-shared/domain/failure";
import { dataOfBytes } from "../../numerics/tensor/element-layout";
import type { ElementType, TensorData } from "../../numerics/tensor/tensor";
import type { RandomAccessFile } from "./random-access-file";

export interface WeightsRange {
  readonly type: ElementType | undefined;
  readonly start: number;
  readonly end: number;
}

/** Fresh memory costs several times what the looking does, so that one piece of it serves a whole tensor. */
const PIECE_BYTES = 1 << 20;

/** Elements are little-endian. Only types that have NaN are read.
 * @throws {Failure} `unsupported` when the file ends before. */
export function holdsNan(file: RandomAccessFile, { type, start, end }: WeightsRange): boolean {
  const hasNan = type && NAN_TESTS[type];
  if (!hasNan) return false;
  const buffer = new Uint8Array(Math.min(PIECE_BYTES, end - start));
  for (let at = start; at < end; at += buffer.length) {
    const piece = buffer.subarray(0, Math.min(buffer.length, end - at));
    fillFrom(file, at, piece);
    if (hasNan(dataOfBytes(type, piece))) return true;
  }
  return false;
}

function fillFrom({ descriptor, fileName }: RandomAccessFile, start: number, target: Uint8Array): void {
  for (let at = 0; at < target.length;) {
    const count = readSync(descriptor, target, at, target.length - at, start + at);
    if (count === 0) throw new Failure("unsupported", `${fileName} ends at byte ${start + at}, among its weights.`);
    at += count;
  }
}

const NAN_TESTS: Partial<Record<ElementType, (numbers: TensorData) => boolean>> = {
  float32: someNan,
  float64: someNan,
  complex64: someNan,
  complex128: someNan,
  float16: (bits) => someAbove(bits, 0x7c00),
  bfloat16: (bits) => someAbove(bits, 0x7f80),
};

function someNan(numbers: TensorData): boolean {
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index];
    if (value !== value) return true;
  }
  return false;
}

/** Beyond infinity, without the sign. */
function someAbove(bits: TensorData, infinity: number): boolean {
  for (let index = 0; index < bits.length; index++) {
    if ((Number(bits[index]) & 0x7fff) > infinity) return true;
  }
  return false;
}
