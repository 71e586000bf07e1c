/** @file Puts rows of a tensor among zeros: what gradients of slices, pads and gathered elements are made of. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import { scalarOf, shapeFrom, sizeOf, type Size } from "./open-sizes";

/** One after the other along one axis of `size` elements, of which the first goes to `start`. All sizes of the axis are
 * known. */
export function surroundByZeros(
  builder: GraphBuilder,
  value: Value,
  { axis, start, size }: { readonly axis: number; readonly start: number; readonly size: number },
): Value {
  const zeros = value.shape.map(() => 0);
  const behind = size - start - Number(value.shape[axis]);
  return builder.pad(value, [...zeros.with(axis, start), ...zeros.with(axis, behind)]);
}

/** Each at a place of its own along one axis. `places` is int64 [rows]. A Gather does it that takes a row of zeros
 * wherever nothing belongs: whole rows are copied, and nothing is written twice. */
export function placeRows(
  builder: GraphBuilder,
  value: Value,
  { axis, places, size }: { readonly axis: number; readonly places: Value; readonly size: Size },
): Value {
  const rank = value.shape.length;
  const rows = scalarOf(builder, sizeOf(builder, value, axis), places);
  const nowhere = builder.expand(rows, shapeFrom(builder, [size]));
  const sources = builder.scatterElements(nowhere, places, builder.range(rows));
  const pads = Array.from({ length: 2 * rank }, (_, place) => (place === rank + axis ? 1 : 0));
  return builder.gather(builder.pad(value, pads), sources, axis);
}

/** Larger tables of ones and zeros cost more than they spare. */
const MAX_TABLE_ELEMENTS = 2 ** 22;

/** Rows that may go to one and the same place are summed there. `rows` is [before, rows, after], `places` is int64
 * [rows], and the answer [before, size, after]. A product with a table of ones wherever that is not too large, because
 * DirectML's ScatterElements replaces instead of adding; ONNX Runtime's on the CPU adds in one thread. */
export function sumRows(
  builder: GraphBuilder,
  rows: Value,
  { places, size }: { readonly places: Value; readonly size: Size },
): Value {
  const [count] = places.shape;
  const elements = typeof size === "number" && typeof count === "number" ? size * count : Infinity;
  // Of no rows, ONNX Runtime's product [size, 0] × [before, 0, after] is whatever stood in the memory.
  if (typeof size === "number" && elements > 0 && elements <= MAX_TABLE_ELEMENTS) {
    const values = builder.floats([0, 1]);
    const [table] = builder.apply("OneHot", [places, builder.integers(size), values], { axis: 0 });
    return builder.matMul(builder.cast(table, rows.type), rows);
  }
  const [before, , after] = rows.shape.map((_, axis) => sizeOf(builder, rows, axis));
  const zeros = builder.fill(shapeFrom(builder, [before, size, after]), 0, rows);
  const everywhere = builder.expand(builder.unsqueeze(places, [1]), builder.shapeOf(rows));
  return builder.scatterElements(zeros, everywhere, rows, { axis: 1, reduction: "add" });
}
