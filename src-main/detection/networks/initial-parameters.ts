/** @file Draws all weights of a network anew, as torchvision does for one that has learnt nothing yet. */
import { deriveSeed } from "../../numerics/random/derive-seed";
import { MersenneTwister } from "../../numerics/random/mersenne-twister";
import { countElements } from "../../numerics/tensor/tensor";
import type { DetectorArchitecture } from "./architecture";
import { expectedParameters } from "./expected-parameters";
import type { Parameters } from "./parameters";

/** The same numbers for the same seed, a whole number from 0 to 2³² − 1. They are not those that torch draws, but of the
 * same distributions.
 * @see torchvision 0.14: ResNet, MobileNetV3, FeaturePyramidNetwork, LastLevelP6P7, RPNHead, FastRCNNConvFCHead and the
 * heads of RetinaNet; torch 1.13, Conv2d and Linear, for all others; He et al., arXiv:1502.01852 */
export function initialParameters(architecture: DetectorArchitecture, seed: number): Parameters {
  const shapes = expectedParameters(architecture);
  const places = new Map(Array.from(shapes.keys(), (name, place) => [name, place]));
  return {
    names: [...shapes.keys()],
    shapeOf: (name) => shapes.get(name),
    load: (name) => {
      const data = new Float32Array(countElements(shapes.get(name)!));
      drawInto(new MersenneTwister(deriveSeed(seed, places.get(name)!)), distributionOf(name, shapes), data);
      return data;
    },
  };
}

type Distribution =
  | { readonly kind: "constant"; readonly value: number }
  /** From −bound to bound. */
  | { readonly kind: "uniform"; readonly bound: number }
  | { readonly kind: "normal"; readonly deviation: number };

const ZERO: Distribution = { kind: "constant", value: 0 };
const ONE: Distribution = { kind: "constant", value: 1 };

/** So that a RetinaNet believes in nothing at first: a score of 0.01 everywhere. */
const PRIOR: Distribution = { kind: "constant", value: -Math.log((1 - 0.01) / 0.01) };

type Shapes = ReadonlyMap<string, readonly number[]>;

function distributionOf(name: string, shapes: Shapes): Distribution {
  const module = name.slice(0, name.lastIndexOf("."));
  const weight = shapes.get(`${module}.weight`)!;
  // Of norms alone the weight is a vector.
  if (weight.length === 1) return /\.(?:weight|running_var)$/.test(name) ? ONE : ZERO;
  const isBias = name.endsWith(".bias");
  const fanIn = countElements(weight.slice(1));
  // torch: Kaiming's uniform with a = √5.
  const plain: Distribution = { kind: "uniform", bound: 1 / Math.sqrt(fanIn) };
  if (weight.length === 2) return plain;
  if (name === "head.classification_head.cls_logits.bias") return PRIOR;
  if (isBias) return ZERO;
  if (name.startsWith("backbone.fpn.")) return { kind: "uniform", bound: Math.sqrt(3 / fanIn) };
  if (/^(?:backbone\.body|roi_heads\.box_head)\./.test(name)) {
    return { kind: "normal", deviation: Math.sqrt(2 / (weight[0]! * countElements(weight.slice(2)))) };
  }
  return { kind: "normal", deviation: 0.01 };
}

function drawInto(random: MersenneTwister, distribution: Distribution, target: Float32Array): void {
  if (distribution.kind === "constant") return void target.fill(distribution.value);
  const draw =
    distribution.kind === "uniform"
      ? () => distribution.bound * (2 * random.random() - 1)
      : () => distribution.deviation * normal(random);
  for (let place = 0; place < target.length; place++) target[place] = draw();
}

/** @see Box and Muller, Annals of Mathematical Statistics 29 (1958), 610 */
function normal(random: MersenneTwister): number {
  return Math.sqrt(-2 * Math.log(1 - random.random())) * Math.cos(2 * Math.PI * random.random());
}
