/** @file The places in a backbone that a feature pyramid may read, with their channels and strides. */
import type { Backbone, MobileNetV3, ResNet, Stage } from "./architecture";
import { mobileNetLayout } from "./mobilenet-layout";

/** Finest first. Strides are torchvision's: weights do not tell them. */
export function backboneStages(backbone: Backbone): readonly Stage[] {
  return backbone.kind === "resnet" ? resNetStages(backbone) : mobileNetStages(backbone);
}

function resNetStages({ layers }: ResNet): readonly Stage[] {
  return layers.map(({ channels }, index) => ({ number: index + 1, channels, stride: 4 * 2 ** index }));
}

/** The stem, each block that halves the map, and what stands last. */
function mobileNetStages({ variant, stemChannels, blocks, lastChannels }: MobileNetV3): readonly Stage[] {
  const stages: Stage[] = [{ number: 0, channels: stemChannels, stride: 2 }];
  const layout = mobileNetLayout[variant];
  let stride = 2;
  for (const [index, { channels }] of blocks.entries()) {
    const own = layout[index]?.stride ?? 1;
    stride *= own;
    if (own > 1) stages.push({ number: index + 1, channels, stride });
  }
  if (lastChannels !== undefined) stages.push({ number: blocks.length + 1, channels: lastChannels, stride });
  return stages;
}
