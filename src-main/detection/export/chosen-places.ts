/** @file Choosing rows within a graph: those for which something holds, the highest, and their quotients. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";

/** int64 [m]: places of `claims`, bool [N], at which it is true, rising. */
export function placesWhere(graph: GraphBuilder, claims: Value): Value {
  return graph.reshape(graph.apply("NonZero", [claims])[0]!, [-1]);
}

/** int64 [1]: the size of the first axis. */
export function countOf(graph: GraphBuilder, value: Value): Value {
  return graph.slice(graph.shapeOf(value), { starts: [0], ends: [1] });
}

/** The `most` highest of `values` [N], or all if there are fewer, in falling order: values and places. */
export function highest(graph: GraphBuilder, values: Value, most: number): readonly [values: Value, places: Value] {
  const count = graph.min(countOf(graph, values), graph.integers([most]));
  const [top, places] = graph.apply("TopK", [values, count], { axis: 0 });
  return [top!, places!];
}

/** int64: whole quotient and remainder of places by a number, or by an int64 value. */
export function dividePlaces(
  graph: GraphBuilder,
  places: Value,
  by: number | Value,
): readonly [quotient: Value, remainder: Value] {
  if (by === 1) return [places, graph.mul(places, graph.integers(0))];
  const divisor = typeof by === "number" ? graph.integers(by) : by;
  const quotient = graph.div(places, divisor);
  return [quotient, graph.sub(places, graph.mul(quotient, divisor))];
}
