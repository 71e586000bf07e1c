/** @file Tensors of every real type as the numbers that a network computes with. */
import { Failure } from "../../../src-shared/domain/failure";
import { fromBfloat16Bits, fromFloat16Bits } from "./float16";
import type { Tensor } from "./tensor";

/** The data in row-major order, of any real type, each rounded to the nearest float32. Not copied where it is float32.
 * @throws {Failure} `unsupported` for complex numbers. */
export function toFloat32({ type, data }: Tensor): Float32Array {
  if (type === "float16" && data instanceof Uint16Array) return fromFloat16Bits(data);
  if (type === "bfloat16" && data instanceof Uint16Array) return fromBfloat16Bits(data);
  if (type === "complex64" || type === "complex128") {
    throw new Failure("unsupported", `A tensor of ${type} has no real numbers; a real type was expected.`);
  }
  if (data instanceof Float32Array) return data;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float32Array.from(data, Number);
  return Float32Array.from(data);
}
