/** @file Shapes and places made of sizes of which some are known at run time only. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { GradientContext } from "../gradient-rule";

/** A size that is known, or an int64 tensor of one element. */
export type Size = number | Value;

/** The size of one axis of a value. */
export function sizeOf(builder: GraphBuilder, value: Value, axis: number): Size {
  const size = value.shape[axis];
  return typeof size === "number" ? size : builder.apply("Shape", [value], { start: axis, end: axis + 1 })[0];
}

/** The size of one axis of a node's input, which need not be kept for it where it is known. */
export function inputSize(
  { builder, inputShape, sizesOfInput }: Pick<GradientContext, "builder" | "inputShape" | "sizesOfInput">,
  index: number,
  axis: number,
): Size {
  const size = inputShape(index)[axis];
  return typeof size === "number" ? size : builder.slice(sizesOfInput(index), { starts: [axis], ends: [axis + 1] });
}

/** An int64 tensor of one element for each size. */
export function shapeFrom(builder: GraphBuilder, sizes: readonly Size[]): Value {
  const known = sizes.filter((size) => typeof size === "number");
  if (known.length === sizes.length) return builder.integers(known);
  return builder.concat(
    sizes.map((size) => listed(builder, size)),
    0,
  );
}

/** A size as a number without axes, of any type. */
export function scalarOf(builder: GraphBuilder, size: Size, like: Value): Value {
  if (typeof size === "number") return builder.scalarLike(like, size);
  return builder.cast(builder.squeeze(size, [0]), like.type);
}

/** `size · factor + offset`. */
export function scaledSize(builder: GraphBuilder, size: Size, factor: number, offset: number): Size {
  if (typeof size === "number") return size * factor + offset;
  return builder.add(builder.mul(size, builder.integers([factor])), builder.integers([offset]));
}

/** `size` elements of one axis, from `start` on; there have to be as many. */
export function takeFrom(builder: GraphBuilder, value: Value, { axis, start, size }: Span): Value {
  if (start === 0 && size === value.shape[axis]) return value;
  if (typeof size === "number") {
    return builder.slice(value, { starts: [start], ends: [start + size], axes: [axis] });
  }
  // The graph is not told what the end is, but how many elements there are: whether an end lies within an axis of
  // another formula is a question that formulas of sizes answer slowly, or not at all.
  const end = builder.reduceMax(listed(builder, scaledSize(builder, size, 1, start)));
  const taken = builder.apply("Slice", [value, builder.integers([start]), end, builder.integers([axis])])[0];
  const sizes = value.shape.map((_, place) => (place === axis ? size : 0));
  return builder.reshapeTo(taken, shapeFrom(builder, sizes));
}

interface Span {
  readonly axis: number;
  readonly start: number;
  readonly size: Size;
}

function listed(builder: GraphBuilder, size: Size): Value {
  return typeof size === "number" ? builder.integers([size]) : size;
}
