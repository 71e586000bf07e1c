/** @file What losses have in common: each element's error times its weight, added up. */
import type { GraphBuilder, Value } from "../../../numerics/onnx/builder";

/** Of one shape; float32. Weights hold the division that makes a mean of a sum, and are 0 where nothing is learnt. */
export interface WeightedAnswers {
  readonly answers: Value;
  readonly targets: Value;
  readonly weights: Value;
}

/** One number, without axes. */
export function weighErrors(graph: GraphBuilder, errors: Value, weights: Value): Value {
  return graph.reduceSum(graph.mul(errors, weights), { keepAxes: false });
}
