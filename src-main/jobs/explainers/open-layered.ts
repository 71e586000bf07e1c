/** @file Opens a network so that it answers its layers beside its own outputs, with the way back to them. */
import type { Value } from "../../numerics/onnx/builder";
import type { Graph } from "../../numerics/onnx/graph";
import type { LayeredNetwork } from "../../detection/networks/network-layers";
import { buildWayBack, type GradientStep } from "../../detection/networks/way-back";
import { openGraph } from "../detectors/open-network";
import type { Session } from "../runtime/session";
import { openGradientWalk, type ExplainerPlace, type GradientWalk } from "./gradient-walk";

/** By the names that layers have for people: the values of the graph. */
export type Layers = LayeredNetwork["layers"];

export interface LayeredSessions {
  readonly layers: Layers;
  /** Also answers, by their names in the graph, the layers and all that the way back reads. */
  readonly forward: Session;
  readonly walk: GradientWalk;
}

/** The graph that `build` makes is let go of when it is open, so that its weights are held once. `endsOf` names the
 * values that the way back begins at. Errors are the library's own. */
export async function openLayered(
  build: () => LayeredNetwork,
  endsOf: (layers: Layers) => readonly string[],
  place: ExplainerPlace,
): Promise<LayeredSessions> {
  const { layers, graph, steps } = withWayBack(build(), endsOf);
  return { layers, walk: openGradientWalk(steps, place), forward: await openGraph(() => graph, place) };
}

interface WithWayBack {
  readonly layers: Layers;
  readonly graph: Graph;
  readonly steps: readonly GradientStep[];
}

function withWayBack(network: LayeredNetwork, endsOf: (layers: Layers) => readonly string[]): WithWayBack {
  const { builder, layers } = network;
  const steps = buildWayBack(network, endsOf(layers));
  const kept = [...steps.flatMap(({ reads }) => [...reads.values()]), ...Array.from(layers.values(), nameOf)];
  return { layers, steps, graph: keepValues(builder.toGraph(), kept) };
}

/** The graph with further outputs, each by its own name. */
function keepValues(graph: Graph, names: readonly string[]): Graph {
  const present = new Set(graph.outputs.map(({ name }) => name));
  const further = [...new Set(names)].filter((name) => !present.has(name)).map((name) => graph.values.get(name)!);
  return { ...graph, outputs: [...graph.outputs, ...further] };
}

function nameOf({ name }: Value): string {
  return name;
}
