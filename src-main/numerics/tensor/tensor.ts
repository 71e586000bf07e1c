/** @file Dense arrays of numbers with a type and a shape. */

export const ELEMENT_TYPES = [
  "float32",
  "float64",
  "float16",
  "bfloat16",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "bool",
  "complex64",
  "complex128",
] as const;
export type ElementType = (typeof ELEMENT_TYPES)[number];

/** float16 and bfloat16 stand as their bits in a Uint16Array, truth values as 0 and 1 in a Uint8Array, complex numbers
 * as pairs of real and imaginary part. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** Row-major and without gaps; no sizes at all make a single number. */
export interface Tensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** How many elements a tensor of this shape has. */
export function countElements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
