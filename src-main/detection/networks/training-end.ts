/** @file What a graph that learns ends in: updated weights or sums of gradients, and statistics of its batch norms. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import { addGradientSums } from "../../numerics/optimizer/add-gradient-sums";
import { addUpdates, type Updates, type UpdateSettings } from "../../numerics/optimizer/add-updates";
import type { CarriedTensor } from "../../numerics/optimizer/carried-tensor";
import type { TrainableBuilder } from "./trainable-builder";

export type TrainingEnd =
  | { readonly kind: "update"; readonly updates: Updates }
  | { readonly kind: "sums"; readonly sums: ReadonlyMap<string, CarriedTensor> };

/** `weights` by their names in the checkpoint. Without `update`, gradients are added up. */
export function addTrainingEnd(
  graph: GraphBuilder,
  weights: ReadonlyMap<string, { readonly weight: Value; readonly gradient: Value }>,
  update: UpdateSettings | undefined,
): TrainingEnd {
  const trained = Array.from(weights, ([name, each]) => ({ name, ...each }));
  return update
    ? { kind: "update", updates: addUpdates(graph, trained, update) }
    : { kind: "sums", sums: addGradientSums(graph, trained) };
}

/** Names of outputs, each [channels], of a batch norm that goes by its batch. */
export interface StatisticsOutput {
  readonly norm: string;
  readonly mean: string;
  /** Divided by one less than the number of elements, as running statistics count it. */
  readonly variance: string;
}

/** Gives out what each batch norm of the network found of its batch. */
export function outputStatistics({ graph, statistics }: TrainableBuilder): readonly StatisticsOutput[] {
  return statistics.map(({ norm, mean, variance, normalised }, place) => {
    const names = { norm, mean: `mean/${norm}/${place}`, variance: `variance/${norm}/${place}` };
    graph.output(names.mean, mean);
    graph.output(names.variance, graph.mul(variance, sampleShare(graph, normalised)));
    return names;
  });
}

/** n / (n − 1) for the n elements of a channel; as torch, infinite for one. */
function sampleShare(graph: GraphBuilder, image: Value): Value {
  const sizes = image.shape.filter((_, axis) => axis !== 1);
  const known = sizes.filter((size) => typeof size === "number");
  if (known.length === sizes.length) {
    const count = known.reduce((product, size) => product * size, 1);
    return graph.floats(count / (count - 1));
  }
  const places = graph.integers(image.shape.map((_, axis) => axis).filter((axis) => axis !== 1));
  const [product] = graph.apply("ReduceProd", [graph.gather(graph.shapeOf(image), places)], { keepdims: 0 });
  const count = graph.cast(product!, "float32");
  return graph.div(count, graph.sub(count, graph.floats(1)));
}
