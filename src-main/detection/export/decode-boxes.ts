/** @file Boxes from deltas as nodes of a graph. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import { LARGEST_LOG_SCALE, type BoxWeights } from "../boxes/box-coder";

export interface ReferredDeltas {
  /** float32 [N, 4] */
  readonly deltas: Value;
  /** float32 [N, 4], (x1, y1, x2, y2) in pixels. */
  readonly references: Value;
  readonly weights: BoxWeights;
}

/** What `decodeBoxes` of `boxes` makes of deltas, in the same order of steps, clipped to 0 … `corner` [4].
 * @see torchvision 0.14, BoxCoder.decode_single and clip_boxes_to_image */
export function decodeClipped(
  graph: GraphBuilder,
  { deltas, references, weights }: ReferredDeltas,
  corner: Value,
): Value {
  const [shifts, growths] = halves(graph, deltas);
  const [near, far] = halves(graph, references);
  const size = graph.sub(far, near);
  const middle = graph.add(near, graph.mul(size, graph.floats(0.5)));
  const divided = (value: Value, axes: readonly number[]): Value =>
    axes.every((weight) => weight === 1) ? value : graph.div(value, graph.floats(axes));
  const centre = graph.add(graph.mul(divided(shifts, weights.slice(0, 2)), size), middle);
  const growth = graph.min(divided(growths, weights.slice(2)), graph.floats(LARGEST_LOG_SCALE));
  const half = graph.mul(graph.mul(graph.exp(growth), size), graph.floats(0.5));
  const boxes = graph.concat([graph.sub(centre, half), graph.add(centre, half)], 1);
  return graph.min(graph.max(boxes, graph.floats(0)), corner);
}

/** bool [N]: whether both sides of `boxes` [N, 4] are at least so long. */
export function areLarge(graph: GraphBuilder, boxes: Value, smallestSidePx: number): Value {
  const [near, far] = halves(graph, boxes);
  const sides = graph.split(graph.sub(far, near), [1, 1], 1);
  const shorter = graph.reshape(graph.min(...sides), [-1]);
  return graph.apply("GreaterOrEqual", [shorter, graph.floats(smallestSidePx)])[0]!;
}

/** (x1, y1) and (x2, y2), or what stands in their places. */
function halves(graph: GraphBuilder, rows: Value): readonly [Value, Value] {
  return graph.split(rows, [2, 2], 1) as unknown as readonly [Value, Value];
}
