/** @file The update of all weights as a graph of its own, for gradients that are summed over several batches. */
import { GraphBuilder } from "../onnx/builder";
import type { Graph } from "../onnx/graph";
import { addUpdates, type Updates, type UpdateSettings } from "./add-updates";

export interface UpdateGraph {
  readonly graph: Graph;
  readonly updates: Updates;
  /** The input that takes each weight's gradient, by the weight's name. */
  readonly gradients: ReadonlyMap<string, string>;
}

/** Of float32 weights with these names and shapes, which are inputs by their names. */
export function buildUpdateGraph(
  shapes: ReadonlyMap<string, readonly number[]>,
  settings: UpdateSettings,
): UpdateGraph {
  const builder = new GraphBuilder("update");
  const trained = Array.from(shapes, ([name, shape]) => ({
    name,
    weight: builder.input(name, "float32", shape),
    gradient: builder.input(`gradient/${name}`, "float32", shape),
  }));
  const updates = addUpdates(builder, trained, settings);
  const gradients = new Map(trained.map(({ name, gradient }) => [name, gradient.name]));
  return { graph: builder.toGraph(), updates, gradients };
}
