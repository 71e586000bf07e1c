/** @file Adds up the channels of maps without losing digits where large parts of a map are equal. */
import type { GraphBuilder, Value } from "../onnx/builder";

/** [channels] of `image` [images, channels, axes of space…]: each row by itself, then what that makes; of a table
 * [images, channels], its columns.
 *
 * ONNX Runtime adds up a map in few sums of float32, whose rounding does not even out where values are equal, as along
 * the black border of a radiograph or in padding: of 400 × 400 places a mean would be off by 3e-4. torch adds in doubles. */
export function reduceByRows(image: Value, reduce: GraphBuilder["reduceSum"]): Value {
  const last = image.shape.length - 1;
  const others = [...image.shape.keys()].filter((axis) => axis !== 1 && axis !== last);
  const rows = last === 1 ? image : reduce(image, { axes: [last], keepAxes: false });
  return reduce(rows, { axes: others, keepAxes: false });
}
