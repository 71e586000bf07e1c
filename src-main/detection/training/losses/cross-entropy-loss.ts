/** @file The loss of a choice between several classes. */
import type { GraphBuilder, Value } from "../../../numerics/onnx/builder";
import { weighErrors } from "./weighted-loss";

/** `logits` are [R, classes]; `weights` likewise, with each row's weight in the column of its class and 0 elsewhere.
 * @see torch.nn.functional.cross_entropy */
export function crossEntropyLoss(graph: GraphBuilder, logits: Value, weights: Value): Value {
  return graph.neg(weighErrors(graph, graph.logSoftmax(logits), weights));
}
