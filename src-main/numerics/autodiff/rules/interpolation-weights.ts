/** @file How much each element of an axis counts at positions between the elements. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { ElementType } from "../../tensor/tensor";
import { scalarOf, shapeFrom, type Size } from "./open-sizes";

/** [...positions, size]: between two elements each counts the more the nearer it is; beyond the ends, the last one counts
 * alone. `positions` are floats of any shape, in elements from the first. */
export function linearWeights(builder: GraphBuilder, positions: Value, size: Size): Value {
  const one = builder.scalarLike(positions, 1);
  const distances = builder.abs(
    builder.sub(clamped(builder, positions, size), elementNumbers(builder, size, positions.type)),
  );
  return builder.relu(builder.sub(one, distances));
}

/** As `linearWeights`, of whole positions: 1 at that element. */
export function nearestWeights(builder: GraphBuilder, positions: Value, size: Size): Value {
  const isNearest = builder.equal(clamped(builder, positions, size), elementNumbers(builder, size, positions.type));
  return builder.cast(isNearest, positions.type);
}

/** 0, 1, … to before `size`. */
export function elementNumbers(builder: GraphBuilder, size: Size, type: ElementType): Value {
  const count = typeof size === "number" ? size : builder.squeeze(shapeFrom(builder, [size]), [0]);
  return builder.cast(builder.range(count), type);
}

/** With a last axis of its own for the elements. */
function clamped(builder: GraphBuilder, positions: Value, size: Size): Value {
  const last = builder.sub(scalarOf(builder, size, positions), builder.scalarLike(positions, 1));
  const inside = builder.min(builder.max(positions, builder.scalarLike(positions, 0)), last);
  return builder.unsqueeze(inside, [positions.shape.length]);
}
