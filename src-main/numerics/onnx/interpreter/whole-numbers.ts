/** @file Whole numbers as doubles: they wrap as their type does, as long as doubles hold them exactly. */
import { Failure } from "../../../../src-shared/domain/failure";
import type { ElementType } from "../../tensor/tensor";
import { isFloat, type ReferenceTensor } from "./reference-tensor";

const BITS: Partial<Record<ElementType, number>> = { int8: 8, int16: 16, int32: 32, uint8: 8, uint16: 16, uint32: 32 };

/** Two's complement for types of up to 32 bits, those of 64 as they are; floats stay what they are.
 * @throws {Failure} `unsupported` when a number lies beyond 2^53, save the extremes that stand for "to the end". */
export function wrapIntegers(tensor: ReferenceTensor): ReferenceTensor {
  const { type, data } = tensor;
  if (isFloat(type)) return tensor;
  if (!data.every((value) => Number.isSafeInteger(value) || isExtreme(value))) {
    throw new Failure("unsupported", "a whole number is beyond 2^53, where doubles are not exact");
  }
  const bits = BITS[type];
  if (bits === undefined) return tensor;
  return { ...tensor, data: data.map((value) => wrap(value, bits, type.startsWith("u"))) };
}

function isExtreme(value: number): boolean {
  return Math.abs(value) === 2 ** 63;
}

function wrap(value: number, bits: number, isUnsigned: boolean): number {
  const range = 2 ** bits;
  const rest = value - Math.floor(value / range) * range;
  return !isUnsigned && rest >= range / 2 ? rest - range : rest;
}
