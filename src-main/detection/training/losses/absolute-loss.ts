/** @file The loss of distances as they are. */
import type { GraphBuilder, Value } from "../../../numerics/onnx/builder";
import { weighErrors, type WeightedAnswers } from "./weighted-loss";

/** @see torch.nn.functional.l1_loss */
export function absoluteLoss(graph: GraphBuilder, { answers, targets, weights }: WeightedAnswers): Value {
  return weighErrors(graph, graph.abs(graph.sub(answers, targets)), weights);
}
