/** @file Which weights of a network move while it learns. */
import type { Backbone, DetectorArchitecture } from "./architecture";
import { backboneStages } from "./backbone-stages";
import type { Parameters } from "./parameters";
import type { TrainableOptions } from "./trainable-builder";

export interface TrainedScope {
  /** Of the backbone, from its end: torchvision's trainable_backbone_layers. */
  readonly trainableBackboneLayers: number;
  /** By the batch's statistics, or by the checkpoint's: then norms stay as they are altogether. */
  readonly batchNorm: "training" | "frozen";
  /** `heads`: the backbone and its pyramid stay, norms of theirs too. */
  readonly scope: "full" | "heads";
}

/** Norms of layers that stay go by the batch nonetheless, as in torchvision.
 * @see torchvision 0.14, resnet_fpn_backbone and mobilenet_backbone */
export function trainedParameters(
  { backbone }: DetectorArchitecture,
  { shapeOf }: Pick<Parameters, "shapeOf">,
  { trainableBackboneLayers, batchNorm, scope }: TrainedScope,
): Pick<TrainableOptions, "isTrained" | "goesByBatch"> {
  const moves = movesInBackbone(backbone, scope === "heads" ? 0 : trainableBackboneLayers);
  const isOfHeads = (name: string): boolean => !name.startsWith("backbone.");
  const goesByBatch = (norm: string): boolean => batchNorm === "training" && (scope === "full" || isOfHeads(norm));
  return {
    goesByBatch,
    isTrained: (name) => {
      const module = name.slice(0, name.lastIndexOf("."));
      const isOfNorm = shapeOf(`${module}.running_mean`) !== undefined;
      if (isOfNorm && (!/\.(?:weight|bias)$/.test(name) || !goesByBatch(module))) return false;
      if (isOfHeads(name)) return true;
      return name.startsWith(BODY) ? moves(name.slice(BODY.length)) : scope === "full";
    },
  };
}

const BODY = "backbone.body.";

/** Whether a parameter of the backbone is among its last layers. */
function movesInBackbone(backbone: Backbone, layers: number): (name: string) => boolean {
  if (backbone.kind === "mobilenet-v3") {
    const first = firstTrainedChild(backbone, layers);
    return (name) => Number(name.slice(0, name.indexOf("."))) >= first;
  }
  const stages = backbone.layers.map((_, index) => `layer${index + 1}`).toReversed();
  const named = [...stages, "conv1"].slice(0, layers);
  const every = layers > stages.length ? [...named, "bn1"] : named;
  return (name) => every.some((stage) => name.startsWith(`${stage}.`));
}

/** torchvision counts a MobileNet's stages from its first child, each that halves the map, and its last child. */
function firstTrainedChild(backbone: Extract<Backbone, { kind: "mobilenet-v3" }>, layers: number): number {
  const starts = [...new Set([...backboneStages(backbone).map(({ number }) => number), backbone.blocks.length + 1])];
  return layers === 0 ? Infinity : starts[Math.max(starts.length - layers, 0)]!;
}
