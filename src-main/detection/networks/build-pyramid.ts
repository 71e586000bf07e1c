/** @file Builds the feature pyramid on a backbone's stages. */
import type { Value } from "../../numerics/onnx/builder";
import type { FeaturePyramid } from "./architecture";
import type { NetworkBuilder } from "./network-builder";

const FPN = "backbone.fpn";

/** The levels, finest first, extra ones last: each [1, channels, height / stride, width / stride].
 * @see Lin et al., arXiv:1612.03144 */
export function buildPyramid(
  network: NetworkBuilder,
  pyramid: FeaturePyramid,
  features: ReadonlyMap<number, Value>,
): readonly Value[] {
  const { graph } = network;
  const { stages, normalisation } = pyramid;
  const levels: Value[] = [];
  let coarser: { readonly value: Value; readonly stride: number } | undefined;
  for (const [index, { number, stride }] of [...stages.entries()].toReversed()) {
    const lateral = network.block(`${FPN}.inner_blocks.${index}`, normalisation)(features.get(number)!);
    const merged = coarser ? graph.add(lateral, enlarged(network, coarser.value, coarser.stride / stride)) : lateral;
    levels.unshift(network.block(`${FPN}.layer_blocks.${index}`, normalisation)(merged));
    coarser = { value: merged, stride };
  }
  return [...levels, ...extraLevels(network, pyramid, { levels, features })];
}

function enlarged({ graph }: NetworkBuilder, value: Value, factor: number): Value {
  return factor === 1 ? value : graph.resizeNearest(value, factor);
}

interface Built {
  readonly levels: readonly Value[];
  readonly features: ReadonlyMap<number, Value>;
}

function extraLevels(
  network: NetworkBuilder,
  { extra, stages }: FeaturePyramid,
  { levels, features }: Built,
): readonly Value[] {
  const { graph } = network;
  const last = levels.at(-1)!;
  if (extra.kind === "max-pool") return [graph.maxPool(last, { kernel: 1, strides: 2 })];
  const read = extra.reads === "level" ? last : features.get(stages.at(-1)!.number)!;
  const p6 = network.convolution(`${FPN}.extra_blocks.p6`, { stride: 2 })(read);
  return [p6, network.convolution(`${FPN}.extra_blocks.p7`, { stride: 2 })(graph.relu(p6))];
}
