/** @file Draws weights of an imported graph anew, stretch by stretch from the output down. */
import { MersenneTwister } from "../../numerics/random/mersenne-twister";
import type { ImportedGraph } from "../../numerics/autodiff/imported-forward";
import { tensorsFollowing } from "../../numerics/autodiff/smooth-path";
import type { Tensor, TensorData } from "../../numerics/tensor/tensor";
import type { GraphLayer } from "./graph-layers";

/** A stretch of the graph whose weights are drawn anew together. */
export interface GraphPart {
  readonly name: string;
  /** The tensor that the stretch begins behind; undefined for the one that begins at the image. */
  readonly behind: string | undefined;
}

/** From the output down: what follows the last of the layers, then each stretch that ends in one of them. */
export function partsOfGraph(layers: readonly GraphLayer[]): readonly GraphPart[] {
  const stretches = layers.map(({ name }, index) => ({ name, behind: layers[index - 1]?.tensor }));
  const last = layers.at(-1);
  return last ? [{ name: BEHIND_LAYERS, behind: last.tensor }, ...stretches.toReversed()] : [];
}

const BEHIND_LAYERS = "heads";
/** Operators with weights as their second input. */
const WEIGHTED = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);

/** The initialisers that hold weights of this stretch and of all that follow it, each with its own numbers in another
 * order, so that their distribution stays.
 * @see Adebayo et al., arXiv:1810.03292, cascading randomisation */
export function scrambleWeights(
  imported: ImportedGraph,
  { behind }: GraphPart,
  seed: number,
): ReadonlyMap<string, Tensor> {
  const twister = new MersenneTwister(seed);
  const names = weightsBehind(imported, behind);
  return new Map(
    names.map((name) => {
      const tensor = imported.graph.initialisers.get(name)!;
      return [name, { ...tensor, data: permuted(tensor.data, twister) }] as const;
    }),
  );
}

/** In the graph's order. */
function weightsBehind(
  { graph, known, fixed, producers }: ImportedGraph,
  behind: string | undefined,
): readonly string[] {
  const starts = behind === undefined ? graph.inputs.map(({ name }) => name) : [behind];
  const following = tensorsFollowing(graph, known, starts);
  /** The stored tensor that a weight is cast or arranged from. */
  const storedAs = (name: string): readonly string[] => {
    if (graph.initialisers.has(name)) return [name];
    return (fixed.has(name) ? (producers.get(name)?.inputs.slice(0, 1) ?? []) : []).flatMap(storedAs);
  };
  const weighted = graph.nodes.filter(
    ({ operator, inputs: [data = ""] }) => WEIGHTED.has(operator) && following.has(data),
  );
  return [...new Set(weighted.flatMap(({ inputs: [, weight = ""] }) => storedAs(weight)))];
}

function permuted(data: TensorData, twister: MersenneTwister): TensorData {
  const order = twister.permutation(data.length);
  const drawn = data.slice();
  for (let index = 0; index < order.length; index++) drawn[index] = data[order[index]!]!;
  return drawn;
}
