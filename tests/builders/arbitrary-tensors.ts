/** @file Random small tensors, and attributes as graphs write them. */
import * as fc from "fast-check";
import type { Attribute } from "../../src-main/numerics/onnx/graph";
import type { ReferenceTensor } from "../../src-main/numerics/onnx/interpreter/reference-tensor";
import { countElements, type ElementType } from "../../src-main/numerics/tensor/tensor";

/** Eighths: exact in every float, with many ties and zeros. */
export const eighths = fc.integer({ min: -32, max: 32 }).map((value) => value / 8);

/** Whole numbers that stay far from every edge of their type. */
export const smallIntegers = fc.integer({ min: -9, max: 9 });

/** Float32 numbers of a common size. */
export const someFloats = fc.double({ min: -4, max: 4, noNaN: true }).map(Math.fround);

export const flags = fc.constantFrom(0, 1);

export function shapes(minRank: number, maxRank: number, { smallest = 1, largest = 4 } = {}): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: smallest, max: largest }), { minLength: minRank, maxLength: maxRank });
}

export function tensorsOf(
  type: ElementType,
  shape: readonly number[],
  values: fc.Arbitrary<number> = valuesOf(type),
): fc.Arbitrary<ReferenceTensor> {
  const count = countElements(shape);
  return fc
    .array(values, { minLength: count, maxLength: count })
    .map((data) => ({ type, shape, data: Float64Array.from(data) }));
}

/** Tensors of any small shape. */
export function anyTensors(
  type: ElementType,
  { minRank = 0, maxRank = 4, values = valuesOf(type) } = {},
): fc.Arbitrary<ReferenceTensor> {
  return shapes(minRank, maxRank).chain((shape) => tensorsOf(type, shape, values));
}

export function valuesOf(type: ElementType): fc.Arbitrary<number> {
  if (type === "bool") return flags;
  if (type.startsWith("uint")) return fc.integer({ min: 0, max: 9 });
  if (type.startsWith("int")) return smallIntegers;
  return fc.oneof(eighths, type === "float16" ? eighths : someFloats);
}

/** Shapes that can be broadcast together. */
export function broadcastableShapes(count: number, maxRank = 4): fc.Arbitrary<number[][]> {
  return shapes(0, maxRank).chain((shape) =>
    fc.array(
      fc
        .tuple(fc.nat(shape.length), fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }))
        .map(([dropped, ones]) => shape.map((size, axis) => (ones[axis] ? 1 : size)).slice(dropped)),
      { minLength: count, maxLength: count },
    ),
  );
}

/** An axis of so many, counted from either end. */
export function axesOf(rank: number): fc.Arbitrary<number> {
  return fc.integer({ min: -rank, max: rank - 1 });
}

export function int64(values: readonly number[], shape: readonly number[] = [values.length]): ReferenceTensor {
  return { type: "int64", shape, data: Float64Array.from(values) };
}

export function scalar(type: ElementType, value: number): ReferenceTensor {
  return { type, shape: [], data: Float64Array.of(value) };
}

export function integer(value: number): Attribute & { readonly kind: "integer" } {
  return { kind: "integer", value };
}

export function integers(value: readonly number[]): Attribute & { readonly kind: "integers" } {
  return { kind: "integers", value };
}

export function float(value: number): Attribute & { readonly kind: "float" } {
  return { kind: "float", value };
}

export function text(value: string): Attribute & { readonly kind: "text" } {
  return { kind: "text", value };
}
