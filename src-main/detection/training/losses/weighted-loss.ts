/** @file What losses have in common: each element's error times its weight, added up. */
import type { GraphBuilder, Value } from "../../../numerics/onnx/builder";

/** Of one shape; float32. Weights hold the division that makes a mean of a sum, and are 0 where nothing is learnt. */
export interface WeightedAnswers {
  readonly answers: Value;
  readonly targets: Value;
  readonly weights: Value;
}

/** One number, without axes. The last axis is added up by itself: in one long sum of float32, the errors of many easy
 * anchors are too faint beside what has been summed, and are lost. */
export function weighErrors(graph: GraphBuilder, errors: Value, weights: Value): Value {
  const weighed = graph.mul(errors, weights);
  const rows = graph.reduceSum(weighed, { axes: [errors.shape.length - 1], keepAxes: false });
  return errors.shape.length > 1 ? graph.reduceSum(rows, { keepAxes: false }) : rows;
}
