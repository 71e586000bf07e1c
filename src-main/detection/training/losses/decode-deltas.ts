/** @file Boxes from a network's deltas within a graph, for losses that compare boxes. */
import type { GraphBuilder, Value } from "../../../numerics/onnx/builder";
import { LARGEST_LOG_SCALE } from "../../boxes/box-coder";

/** Both with the coordinates x and y along the axis that held all four. */
export interface Corners {
  readonly near: Value;
  readonly far: Value;
}

/** `deltas` and `references` hold (dx, dy, dw, dh) and (x1, y1, x2, y2) along `axis`; they may differ in axes that
 * broadcast. As `decodeBoxes` with unit weights.
 * @see Girshick et al., arXiv:1311.2524, appendix C; torchvision 0.14, BoxCoder.decode_single */
export function decodeDeltas(
  graph: GraphBuilder,
  { deltas, references, axis }: { readonly deltas: Value; readonly references: Value; readonly axis: number },
): Corners {
  const half = graph.scalarLike(deltas, 0.5);
  const [shifts, logScales] = graph.split(deltas, [2, 2], axis);
  const { near, far } = cornersOf(graph, references, axis);
  const sizes = graph.sub(far, near);
  const centres = graph.add(graph.mul(shifts!, sizes), graph.add(near, graph.mul(sizes, half)));
  const scales = graph.exp(graph.clip(logScales!, { max: LARGEST_LOG_SCALE }));
  const halfSizes = graph.mul(graph.mul(scales, sizes), half);
  return { near: graph.sub(centres, halfSizes), far: graph.add(centres, halfSizes) };
}

/** Of boxes with (x1, y1, x2, y2) along `axis`. */
export function cornersOf(graph: GraphBuilder, boxes: Value, axis: number): Corners {
  const [near, far] = graph.split(boxes, [2, 2], axis);
  return { near: near!, far: far! };
}
