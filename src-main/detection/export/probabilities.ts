/** @file The logistic function within a graph. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";

/** 1 / (1 + e^−x): ONNX Runtime's own Sigmoid is a polynomial that answers 0 for every logit below −18, so that regions
 * which differ would be equal. */
export function probabilities(graph: GraphBuilder, logits: Value): Value {
  const one = graph.floats(1);
  return graph.div(one, graph.add(one, graph.exp(graph.neg(logits))));
}
