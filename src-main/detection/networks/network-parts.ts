/** @file The parts of a detector's network, from the output down, by which its weights are drawn anew. */
import type { Backbone, DetectorArchitecture } from "./architecture";
import { backboneStages } from "./backbone-stages";

export interface NetworkPart {
  /** For a person, and to ask for it by: "box head", "layer4". */
  readonly name: string;
  readonly owns: (parameter: string) => boolean;
}

/** From the output down to the backbone's first stage. What proposes regions is none of them: regions are kept, so that
 * a score before and after belongs to the same place. */
export function networkParts({ kind, backbone }: DetectorArchitecture): readonly NetworkPart[] {
  const heads =
    kind === "faster-rcnn"
      ? [part("predictor", /^roi_heads\.box_predictor\./), part("box head", /^roi_heads\.box_head\./)]
      : [part("predictor", /^head\.\w+_head\.(?:cls_logits|bbox_reg)\./), part("heads", /^head\.\w+_head\.conv\./)];
  return [...heads, part("pyramid", /^backbone\.fpn\./), ...backboneParts(backbone)];
}

function part(name: string, pattern: RegExp): NetworkPart {
  return { name, owns: (parameter) => pattern.test(parameter) };
}

function backboneParts(backbone: Backbone): readonly NetworkPart[] {
  if (backbone.kind === "resnet") {
    return backbone.layers.map((_, index) => stagePart(`layer${index + 1}`)).toReversed();
  }
  // A MobileNet's children follow one another without names; a stage is what lies between two halvings.
  const starts = backboneStages(backbone).map(({ number }) => number);
  const last = backbone.blocks.length + 1;
  return starts
    .map((start, index) => {
      const end = starts[index + 1] ?? last + 1;
      const children = Array.from({ length: end - start }, (_, child) => String(start + child));
      return part(`body.${start}`, new RegExp(`^backbone\\.body\\.(?:${children.join("|")})\\.`));
    })
    .toReversed();
}

function stagePart(stage: string): NetworkPart {
  return part(stage, new RegExp(`^backbone\\.body\\.${stage}\\.`));
}
