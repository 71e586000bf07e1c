/** @file What the way back begins with: the gradient of each loss by itself, which is 1, or the scale of all of them. */
import type { Precision } from "../../../src-shared/domain/device";
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";

/** The input that takes the scale of the losses of a graph in half precision. */
export const LOSS_SCALE = "loss_scale";

/** By the losses' names, in single precision.
 * @see Micikevicius et al., arXiv:1710.03740, section 3.2 */
export function lossSeeds(
  graph: GraphBuilder,
  losses: readonly Value[],
  precision: Precision | undefined,
): ReadonlyMap<string, Value> {
  const seed = precision === "half" ? graph.input(LOSS_SCALE, "float32", []) : graph.floats(1);
  return new Map(losses.map(({ name }) => [name, seed]));
}
