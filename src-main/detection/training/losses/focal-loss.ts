/** @file The loss of yes and no where nearly all are no and most of them easy. */
import type { GraphBuilder, Value } from "../../../numerics/onnx/builder";
import { binaryCrossEntropies } from "./binary-cross-entropy-loss";
import { weighErrors, type WeightedAnswers } from "./weighted-loss";

/** Weight of yes; no has what is left to 1. */
const ALPHA = 0.25;

/** `answers` are logits, `targets` 0 or 1. Each cross entropy is weighed by the square (γ = 2) of how far the probability
 * is off, and by α = 0.25 or 1 − α.
 * @see Lin et al., arXiv:1708.02002; torchvision 0.14, sigmoid_focal_loss */
export function focalLoss(graph: GraphBuilder, { answers, targets, weights }: WeightedAnswers): Value {
  const number = (value: number): Value => graph.scalarLike(answers, value);
  const direction = graph.sub(number(1), graph.mul(targets, number(2)));
  const missing = graph.add(targets, graph.mul(graph.sigmoid(answers), direction));
  const balance = graph.add(graph.mul(targets, number(2 * ALPHA - 1)), number(1 - ALPHA));
  const errors = graph.mul(binaryCrossEntropies(graph, answers, targets), graph.mul(missing, missing));
  return weighErrors(graph, errors, graph.mul(weights, balance));
}
