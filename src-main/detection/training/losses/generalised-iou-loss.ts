/** @file The loss of boxes by their overlap, and by the gap between those that do not overlap. */
import type { GraphBuilder, Value } from "../../../numerics/onnx/builder";
import type { Corners } from "./decode-deltas";
import { weighErrors } from "./weighted-loss";

/** Keeps quotients finite where boxes are empty. */
const EPSILON = 1e-7;

export interface WeightedBoxes {
  readonly answers: Corners;
  readonly targets: Corners;
  /** Has size 1 along `axis`. */
  readonly weights: Value;
  /** Along which x and y stand. */
  readonly axis: number;
}

/** Σ weight · (1 − IoU + share of the enclosing box that neither fills).
 * @see Rezatofighi et al., arXiv:1902.09630; torchvision 0.14, generalized_box_iou_loss */
export function generalisedIouLoss(graph: GraphBuilder, { answers, targets, weights, axis }: WeightedBoxes): Value {
  const area = (sides: Value): Value => {
    const [width, height] = graph.split(sides, [1, 1], axis);
    return graph.mul(width!, height!);
  };
  const areaOf = ({ near, far }: Corners): Value => area(graph.sub(far, near));
  const share = (part: Value, whole: Value): Value =>
    graph.div(part, graph.add(whole, graph.scalarLike(whole, EPSILON)));

  // Boxes that only touch have no overlap to enlarge: Relu's slope at 0 is 0, as that of torchvision's mask.
  const overlap = graph.sub(graph.min(answers.far, targets.far), graph.max(answers.near, targets.near));
  const intersection = area(graph.relu(overlap));
  const union = graph.sub(graph.add(areaOf(answers), areaOf(targets)), intersection);
  const enclosing = area(graph.sub(graph.max(answers.far, targets.far), graph.min(answers.near, targets.near)));
  const gap = share(graph.sub(enclosing, union), enclosing);
  const errors = graph.add(graph.sub(graph.scalarLike(union, 1), share(intersection, union)), gap);
  return weighErrors(graph, errors, weights);
}
