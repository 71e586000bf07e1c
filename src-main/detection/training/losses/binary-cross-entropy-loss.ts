/** @file The loss of answers to a question of yes or no. */
import type { GraphBuilder, Value } from "../../../numerics/onnx/builder";
import { weighErrors, type WeightedAnswers } from "./weighted-loss";

/** `answers` are logits, `targets` 0 or 1.
 * @see torch.nn.functional.binary_cross_entropy_with_logits */
export function binaryCrossEntropyLoss(graph: GraphBuilder, { answers, targets, weights }: WeightedAnswers): Value {
  return weighErrors(graph, binaryCrossEntropies(graph, answers, targets), weights);
}

/** Of each element: ln(1 + eˣ) − x·t, which is finite however large the logit. */
export function binaryCrossEntropies(graph: GraphBuilder, logits: Value, targets: Value): Value {
  return graph.sub(graph.apply("Softplus", [logits])[0]!, graph.mul(logits, targets));
}
