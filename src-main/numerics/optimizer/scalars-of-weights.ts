/** @file Single numbers in the form in which ONNX Runtime is quick to combine them with a weight.
 *
 * Its CPU kernels take a tensor that ends in axes of size 1, such as a weight of 1 × 1 convolutions, element by element
 * where the other one has fewer axes: 20 × slower than with as many axes, all of size 1. */
import type { GraphBuilder, Value } from "../onnx/builder";

/** A constant of the weight's type, with as many axes. */
export function numberFor(builder: GraphBuilder, weight: Value, number: number): Value {
  return builder.filledLike(weight, number, onesFor(weight));
}

/** A number that is computed or given, in the weight's type and with as many axes. */
export function scalarFor(builder: GraphBuilder, weight: Value, scalar: Value): Value {
  return builder.reshape(builder.cast(scalar, weight.type), onesFor(weight));
}

function onesFor({ shape }: Value): readonly number[] {
  return shape.map(() => 1);
}
