/** @file A detector's architecture in one line for a person. */
import type { Backbone, BoxHead, DetectorArchitecture, Normalisation, ResNet } from "./architecture";

/** Say "Faster R-CNN, ResNet-50, feature pyramid of 256 with batch norm, …, 2 classes". */
export function describeArchitecture(architecture: DetectorArchitecture): string {
  const { backbone, pyramid, classes } = architecture;
  return [
    architecture.kind === "faster-rcnn" ? "Faster R-CNN" : "RetinaNet",
    describeBackbone(backbone),
    `feature pyramid of ${pyramid.channels}${withNorm(pyramid.normalisation)}`,
    ...describeHeads(architecture),
    counted(classes, "class", "classes"),
  ].join(", ");
}

function describeBackbone(backbone: Backbone): string {
  const frozen = backbone.normalisation === "batch" ? "" : withNorm(backbone.normalisation);
  if (backbone.kind === "mobilenet-v3") return `MobileNetV3 ${backbone.variant}${frozen}`;
  return (knownResNet(backbone) ?? unknownResNet(backbone)) + frozen;
}

interface Named {
  readonly block: ResNet["block"];
  readonly blocks: readonly number[];
  readonly groups: number;
  /** Of the first layer; each layer doubles it. */
  readonly width: number;
}

const KNOWN_RESNETS: Readonly<Record<string, Named>> = {
  "ResNet-18": { block: "basic", blocks: [2, 2, 2, 2], groups: 1, width: 64 },
  "ResNet-34": { block: "basic", blocks: [3, 4, 6, 3], groups: 1, width: 64 },
  "ResNet-50": { block: "bottleneck", blocks: [3, 4, 6, 3], groups: 1, width: 64 },
  "ResNet-101": { block: "bottleneck", blocks: [3, 4, 23, 3], groups: 1, width: 64 },
  "ResNet-152": { block: "bottleneck", blocks: [3, 8, 36, 3], groups: 1, width: 64 },
  "ResNeXt-50 32×4d": { block: "bottleneck", blocks: [3, 4, 6, 3], groups: 32, width: 128 },
  "ResNeXt-101 32×8d": { block: "bottleneck", blocks: [3, 4, 23, 3], groups: 32, width: 256 },
  "ResNeXt-101 64×4d": { block: "bottleneck", blocks: [3, 4, 23, 3], groups: 64, width: 256 },
  "Wide ResNet-50-2": { block: "bottleneck", blocks: [3, 4, 6, 3], groups: 1, width: 128 },
  "Wide ResNet-101-2": { block: "bottleneck", blocks: [3, 4, 23, 3], groups: 1, width: 128 },
};

/** Also where torchvision has cut the last layers off, because nothing reads them. */
function knownResNet({ block, stemChannels, groups, layers }: ResNet): string | undefined {
  const channels = block === "basic" ? 64 : 256;
  return Object.keys(KNOWN_RESNETS).find((name) => {
    const known = KNOWN_RESNETS[name];
    if (known?.block !== block || known.groups !== groups || stemChannels !== 64) return false;
    return layers.every(
      (layer, index) =>
        layer.blocks === known.blocks[index] &&
        layer.width === known.width * 2 ** index &&
        layer.channels === channels * 2 ** index,
    );
  });
}

function unknownResNet({ block, groups, layers }: ResNet): string {
  const blocks = block === "basic" ? "basic blocks" : "bottlenecks";
  const counts = layers.map((layer) => layer.blocks).join(", ");
  const widths = layers.map(({ width }) => width).join(", ");
  return `ResNet of ${blocks} (${counts}), widths ${widths}${groups > 1 ? ` in ${groups} groups` : ""}`;
}

function describeHeads(architecture: DetectorArchitecture): readonly string[] {
  if (architecture.kind === "retinanet") {
    const { convolutions, normalisation } = architecture.head;
    return [`heads of ${counted(convolutions, "convolution")}${withNorm(normalisation)}`];
  }
  const { proposalHead, boxHead } = architecture;
  return [`proposal head of ${counted(proposalHead.convolutions, "convolution")}`, describeBoxHead(boxHead)];
}

function describeBoxHead(head: BoxHead): string {
  const layers = `${counted(head.hiddenSizes.length, "linear layer")}${sizes(head.hiddenSizes)}`;
  if (head.kind === "mlp") return `box head of ${layers}`;
  const convolutions = counted(head.channels.length, "convolution") + sizes(head.channels);
  return `box head of ${convolutions}${withNorm(head.normalisation)} and ${layers}`;
}

function sizes(all: readonly number[]): string {
  return all.length === 0 ? "" : ` of ${[...new Set(all)].join(" and ")}`;
}

function withNorm(normalisation: Normalisation): string {
  return {
    batch: " with batch norm",
    "frozen-batch": " with frozen batch norm",
    group: " with group norm",
    none: "",
  }[normalisation];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
