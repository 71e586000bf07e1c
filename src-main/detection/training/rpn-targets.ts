/** @file What the region proposal head is to learn from a batch. */
import type { MersenneTwister } from "../../numerics/random/mersenne-twister";
import { encodeBoxes, UNIT_WEIGHTS } from "../boxes/box-coder";
import { gatherRows } from "../boxes/gather-rows";
import { AnchorPlanes, joinLevels, type AnchorLevels, type DenseTargets } from "./anchor-planes";
import { matchBoxes, type MatchRule } from "./matcher";
import { drawSample, type Sample, type SampleRule } from "./sampler";

export interface TargetSettings {
  readonly matching: MatchRule;
  readonly sampling: SampleRule;
}

/** torchvision's. */
export const RPN_TARGETS: TargetSettings = {
  matching: { foregroundIou: 0.7, backgroundIou: 0.3, keepsBestOfEach: true },
  sampling: { perImage: 256, positiveShare: 0.5 },
};

/** Weights make each loss a sum: those of all sampled anchors of the batch add up to 1. */
export interface RpnTargets {
  /** [images, A, h, w] of each level: 1 at an anchor that stands for a reference box. */
  readonly objectness: DenseTargets;
  /** [images, 4 · A, h, w] of each level: deltas, with weights at sampled anchors that stand for a reference box. */
  readonly deltas: DenseTargets;
  /** Of the whole batch. */
  readonly positives: number;
  readonly negatives: number;
}

/** `references` holds the reference boxes [G, 4] of each image, which may be none, in pixels of the network's image.
 * @throws {Failure} `invalid-input` for a reference box without an area.
 * @see torchvision 0.14, RegionProposalNetwork.assign_targets_to_anchors and compute_loss */
export function rpnTargets(
  levels: AnchorLevels,
  references: readonly Float32Array[],
  { matching, sampling }: TargetSettings,
  random: MersenneTwister,
): RpnTargets {
  const anchors = joinLevels(levels);
  const samples = references.map((boxes): SampledAnchors => {
    const matches = matchBoxes(anchors, boxes, matching);
    return { ...drawSample(matches, sampling, random), matches, boxes };
  });
  const positives = samples.reduce((sum, each) => sum + each.positives.length, 0);
  const negatives = samples.reduce((sum, each) => sum + each.negatives.length, 0);
  const weight = 1 / (positives + negatives);
  return {
    objectness: layOutObjectness(levels, samples, weight),
    deltas: layOutDeltas({ ...levels, joined: anchors }, samples, weight),
    positives,
    negatives,
  };
}

interface SampledAnchors extends Sample {
  readonly matches: Int32Array;
  readonly boxes: Float32Array;
}

function layOutObjectness(levels: AnchorLevels, samples: readonly SampledAnchors[], weight: number): DenseTargets {
  const targets = new AnchorPlanes(levels, samples.length, 1);
  const weights = new AnchorPlanes(levels, samples.length, 1);
  for (const [image, { positives, negatives }] of samples.entries()) {
    for (const anchor of positives) targets.set(image, anchor, [1]);
    for (const anchor of [...positives, ...negatives]) weights.set(image, anchor, [weight]);
  }
  return { targets: targets.levels, weights: weights.levels };
}

function layOutDeltas(
  levels: AnchorLevels & { readonly joined: Float32Array },
  samples: readonly SampledAnchors[],
  weight: number,
): DenseTargets {
  const targets = new AnchorPlanes(levels, samples.length, 4);
  const weights = new AnchorPlanes(levels, samples.length, 4);
  const row = [weight, weight, weight, weight];
  for (const [image, { positives, matches, boxes }] of samples.entries()) {
    const matched = gatherRows(boxes, positives.map((anchor) => matches[anchor]!), 4); // prettier-ignore
    const deltas = encodeBoxes(matched, gatherRows(levels.joined, positives, 4), UNIT_WEIGHTS);
    for (const [place, anchor] of positives.entries()) {
      targets.set(image, anchor, deltas.subarray(4 * place, 4 * place + 4));
      weights.set(image, anchor, row);
    }
  }
  return { targets: targets.levels, weights: weights.levels };
}
