/** @file The loss of distances that is square where they are small, so that the way to 0 is smooth. */
import type { GraphBuilder, Value } from "../../../numerics/onnx/builder";
import { weighErrors, type WeightedAnswers } from "./weighted-loss";

/** From here on the loss is straight, in torchvision's Faster R-CNN. */
export const FASTER_RCNN_BETA = 1 / 9;

/** d² / 2β of distances up to β, |d| − β / 2 beyond; here as b·(d − b / 2) / β with the distance b that is cut off at β,
 * which needs no choice between the two.
 * @see Girshick, arXiv:1504.08083; torch.nn.functional.smooth_l1_loss */
export function smoothL1Loss(
  graph: GraphBuilder,
  { answers, targets, weights }: WeightedAnswers,
  beta = FASTER_RCNN_BETA,
): Value {
  const distances = graph.sub(answers, targets);
  const bounded = graph.clip(distances, { min: -beta, max: beta });
  const halved = graph.mul(bounded, graph.scalarLike(bounded, 0.5));
  const errors = graph.mul(bounded, graph.sub(distances, halved));
  return graph.div(weighErrors(graph, errors, weights), graph.scalarLike(errors, beta));
}
