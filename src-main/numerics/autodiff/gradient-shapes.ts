/** @file Brings gradients into the shapes of the values that they belong to. */
import type { GraphBuilder, Value } from "../onnx/builder";
import { fixedDifference } from "../onnx/dimension";
import type { Dimension } from "../onnx/graph";

/** Sizes as an int64 constant, where all of them are numbers. */
export function knownSizes(builder: GraphBuilder, shape: readonly Dimension[]): Value | undefined {
  return isKnown(shape) ? builder.integers(shape) : undefined;
}

/** Whether no size is left to the run. */
export function isKnown(shape: readonly Dimension[]): shape is readonly number[] {
  return shape.every((size) => typeof size === "number");
}

/** Takes a size of 0 at its word, which `reshapeTo` takes for the size that stands there: there may be no regions. */
export function reshapeExactly(builder: GraphBuilder, value: Value, sizes: Value): Value {
  return builder.contentsOf(sizes)?.join() === value.shape.join()
    ? value
    : builder.apply("Reshape", [value, sizes], { allowzero: 1 })[0];
}

/** The way back of ONNX's broadcasting: sums over axes that were repeated. `sizes` are those of the wanted shape. */
export function sumToShape(
  builder: GraphBuilder,
  gradient: Value,
  { shape, sizes }: { readonly shape: readonly Dimension[]; readonly sizes: () => Value },
): Value {
  const added = gradient.shape.length - shape.length;
  const missing = Array.from({ length: added }, (_, axis) => axis);
  const aligned = added > 0 ? builder.reduceSum(gradient, { axes: missing, keepAxes: false }) : gradient;
  const isSame = (size: Dimension, axis: number): boolean => fixedDifference(size, aligned.shape[axis]) === 0;
  if (shape.every(isSame)) return aligned;
  const isSettled = shape.every((size, axis) => size === 1 || isSame(size, axis));
  if (!isSettled) return reshapeExactly(builder, sumWhereOne(builder, aligned, sizes()), sizes());
  const repeated = shape.flatMap((size, axis) => (isSame(size, axis) ? [] : [axis]));
  return builder.reduceSum(aligned, { axes: repeated });
}

/** Where only the run tells which sizes are 1. */
function sumWhereOne(builder: GraphBuilder, gradient: Value, sizes: Value): Value {
  const [places] = builder.apply("NonZero", [builder.equal(sizes, builder.integers(1))]);
  const axes = builder.reshape(places, [-1]);
  return builder.apply("ReduceSum", [gradient, axes], { keepdims: 1, noop_with_empty_axes: 1 })[0];
}
