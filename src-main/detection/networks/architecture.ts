/** @file What the shapes of a detector's weights tell about its network, as plain data. */

export type DetectorArchitecture = FasterRcnnArchitecture | RetinaNetArchitecture;

/** `frozen-batch` is batch norm whose statistics and weights are constants; `group` has no statistics of its own. */
export type Normalisation = "batch" | "frozen-batch" | "group" | "none";

export interface FasterRcnnArchitecture {
  readonly kind: "faster-rcnn";
  readonly backbone: Backbone;
  readonly pyramid: FeaturePyramid;
  readonly proposalHead: ProposalHead;
  readonly boxHead: BoxHead;
  /** Of the predictor, background included. */
  readonly classes: number;
}

export interface RetinaNetArchitecture {
  readonly kind: "retinanet";
  readonly backbone: Backbone;
  readonly pyramid: FeaturePyramid;
  /** Both heads, for classes and for boxes, are built alike. */
  readonly head: { readonly convolutions: number; readonly normalisation: Normalisation };
  readonly anchorsPerLocation: number;
  /** Logits of each anchor; torchvision counts a background among them that is never trained. */
  readonly classes: number;
}

export type Backbone = ResNet | MobileNetV3;

export interface ResNet {
  readonly kind: "resnet";
  readonly block: "basic" | "bottleneck";
  readonly stemChannels: number;
  /** Of the 3×3 convolutions in bottlenecks. */
  readonly groups: number;
  readonly layers: readonly ResNetLayer[];
  readonly normalisation: Normalisation;
}

export interface ResNetLayer {
  readonly blocks: number;
  /** Channels within a block. */
  readonly width: number;
  /** Channels that a block answers with. */
  readonly channels: number;
}

export interface MobileNetV3 {
  readonly kind: "mobilenet-v3";
  readonly variant: "large" | "small";
  readonly stemChannels: number;
  readonly blocks: readonly MobileNetBlock[];
  /** Of the convolution behind the last block; absent where nothing reads it. */
  readonly lastChannels?: number;
  readonly normalisation: Normalisation;
}

export interface MobileNetBlock {
  readonly expandedChannels: number;
  readonly channels: number;
  readonly kernel: number;
  /** Of the squeeze-and-excitation; absent where the block has none. */
  readonly squeezeChannels?: number;
}

/** A place in the backbone that the pyramid may read. */
export interface Stage {
  /** The number in its name: a ResNet's layers count from 1, a MobileNet's children from 0. */
  readonly number: number;
  readonly channels: number;
  /** Pixels of the image for one of the feature map. */
  readonly stride: number;
}

export interface FeaturePyramid {
  readonly channels: number;
  /** Finest first. */
  readonly stages: readonly Stage[];
  readonly normalisation: Normalisation;
  readonly extra: ExtraLevels;
}

/** One level more by leaving out every other place, or two by convolutions of the last stage or of its level. */
export type ExtraLevels = { readonly kind: "max-pool" } | { readonly kind: "p6p7"; readonly reads: "stage" | "level" };

export interface ProposalHead {
  readonly convolutions: number;
  readonly anchorsPerLocation: number;
}

export type BoxHead =
  | { readonly kind: "mlp"; readonly roiSize: number; readonly hiddenSizes: readonly [number, number] }
  | {
      readonly kind: "convolutions";
      readonly roiSize: number;
      /** Of each 3×3 convolution. */
      readonly channels: readonly number[];
      readonly normalisation: Normalisation;
      readonly hiddenSizes: readonly number[];
    };

/** How many pixels of the image one place of each pyramid level stands for, extra levels included, finest first. */
export function featureStrides({ pyramid }: DetectorArchitecture): readonly number[] {
  const strides = pyramid.stages.map(({ stride }) => stride);
  const last = strides.at(-1) ?? 1;
  return pyramid.extra.kind === "max-pool" ? [...strides, last * 2] : [...strides, last * 2, last * 4];
}

/** How many pyramid levels, from the finest on, RoIs are cut from: all but the extra ones. */
export function roiLevels({ pyramid }: FasterRcnnArchitecture): number {
  return pyramid.stages.length;
}
