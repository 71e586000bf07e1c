/** @file Keeps the gradients of all weights together from growing beyond a length. */
import type { GraphBuilder, Value } from "../onnx/builder";

/** Keeps the share finite where all gradients are zero; torch's own. */
const CLIP_EPSILON = 1e-6;

/** The length of all gradients as one vector, without axes: infinite or no number where one of theirs is.
 * @throws {RangeError} when there are none. */
export function globalNorm(builder: GraphBuilder, gradients: readonly Value[]): Value {
  const squares = gradients.map((gradient) => sumOfSquares(builder, gradient));
  if (squares.length === 0) throw new RangeError("globalNorm() was asked for the length of no gradients.");
  return builder.sqrt(squares.reduce(builder.add));
}

/** Each row by itself, then their sums: ONNX Runtime adds up a whole tensor in few sums of float32, in which the millions
 * of squares of a wide layer lose the fourth digit. */
function sumOfSquares(builder: GraphBuilder, gradient: Value): Value {
  const withinRow = [...gradient.shape.keys()].slice(1);
  if (withinRow.length === 0) return builder.apply("ReduceSumSquare", [gradient], { keepdims: 0 })[0];
  const rows = builder.apply("ReduceSumSquare", [gradient, builder.integers(withinRow)], { keepdims: 0 })[0];
  return builder.reduceSum(rows, { keepAxes: false });
}

/** What to multiply each gradient with, so that a norm above `limit` becomes the limit: 1 where it is not above.
 * @see torch.nn.utils.clip_grad_norm_ */
export function clippingShare(builder: GraphBuilder, norm: Value, limit: number): Value {
  const padded = builder.add(norm, builder.scalarLike(norm, CLIP_EPSILON));
  return builder.clip(builder.div(builder.scalarLike(norm, limit), padded), { max: 1 });
}
