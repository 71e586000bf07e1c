/** @file Adds up the gradients of several batches before one update. */
import type { GraphBuilder } from "../onnx/builder";
import type { TrainedWeight } from "./add-updates";
import { carryOver, type CarriedTensor } from "./carried-tensor";

/** Ends a graph of gradients in their running sums, by the weight's name: zeros before the first batch of each update.
 * The update is a graph of its own (`buildUpdateGraph`), since it is computed once for several batches. */
export function addGradientSums(
  builder: GraphBuilder,
  trained: readonly TrainedWeight[],
): ReadonlyMap<string, CarriedTensor> {
  return new Map(
    trained.map(({ name, weight: { type, shape }, gradient }) => {
      const sum = builder.input(`gradient_sum/${name}`, type, shape);
      return [name, carryOver(builder, sum, builder.add(sum, builder.cast(gradient, type)))];
    }),
  );
}
