/** @file Checks that tensors of every real type become the same numbers in float32. */
import { expect, test } from "vitest";
import { toFloat32 } from "../../../../../src-main/numerics/tensor/to-float32";
import type { Tensor } from "../../../../../src-main/numerics/tensor/tensor";

const shape = [2];
const tensors: readonly Tensor[] = [
  { type: "float32", shape, data: Float32Array.of(1, 3) },
  { type: "float64", shape, data: Float64Array.of(1, 3) },
  { type: "float16", shape, data: Uint16Array.of(0x3c00, 0x4200) },
  { type: "bfloat16", shape, data: Uint16Array.of(0x3f80, 0x4040) },
  { type: "int8", shape, data: Int8Array.of(1, 3) },
  { type: "int16", shape, data: Int16Array.of(1, 3) },
  { type: "int32", shape, data: Int32Array.of(1, 3) },
  { type: "int64", shape, data: BigInt64Array.of(1n, 3n) },
  { type: "uint8", shape, data: Uint8Array.of(1, 3) },
  { type: "uint16", shape, data: Uint16Array.of(1, 3) },
  { type: "uint32", shape, data: Uint32Array.of(1, 3) },
  { type: "uint64", shape, data: BigUint64Array.of(1n, 3n) },
];

test.each(tensors)("$type", (tensor) => {
  expect(toFloat32(tensor)).toEqual(Float32Array.of(1, 3));
});

test("truth values become 0 and 1", () => {
  expect(toFloat32({ type: "bool", shape, data: Uint8Array.of(0, 1) })).toEqual(Float32Array.of(0, 1));
});

test("what is float32 already is not copied", () => {
  const data = Float32Array.of(1, 2);
  expect(toFloat32({ type: "float32", shape, data })).toBe(data);
});

test("complex numbers are refused", () => {
  const complex: Tensor = { type: "complex64", shape: [1], data: Float32Array.of(1, 2) };
  expect(() => toFloat32(complex)).toThrow("A tensor of complex64 has no real numbers; a real type was expected.");
});
