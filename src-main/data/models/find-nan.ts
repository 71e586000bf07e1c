/** @file Looks for "not a number" among the weights in a file, a piece at a time. */
import { dataOfBytes } from "../../numerics/tensor/element-layout";
import type { RandomAccess } from "../../numerics/pickle/random-access";
import type { ElementType, TensorData } from "../../numerics/tensor/tensor";

export interface WeightsRange {
  readonly type: ElementType | undefined;
  readonly start: number;
  readonly end: number;
}

const PIECE_BYTES = 1 << 20;

/** Elements are little-endian. Only types that have NaN are read. */
export function holdsNan(file: RandomAccess, { type, start, end }: WeightsRange): boolean {
  const hasNan = type && NAN_TESTS[type];
  if (!hasNan) return false;
  for (let at = start; at < end; at += PIECE_BYTES) {
    if (hasNan(dataOfBytes(type, file.read(at, Math.min(at + PIECE_BYTES, end))))) return true;
  }
  return false;
}

const NAN_TESTS: Partial<Record<ElementType, (numbers: TensorData) => boolean>> = {
  float32: someNan,
  float64: someNan,
  complex64: someNan,
  complex128: someNan,
  float16: (bits) => bits.some((value: number | bigint) => (Number(value) & 0x7fff) > 0x7c00),
  bfloat16: (bits) => bits.some((value: number | bigint) => (Number(value) & 0x7fff) > 0x7f80),
};

function someNan(numbers: TensorData): boolean {
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index];
    if (value !== value) return true;
  }
  return false;
}
