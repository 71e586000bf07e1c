/** @file The places in a detector's network that a heat map can be made at. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import { featureStrides, roiLevels, type Backbone, type DetectorArchitecture } from "./architecture";
import { backboneStages } from "./backbone-stages";

/** A network as it was built, with the names that its layers have for people. */
export interface LayeredNetwork {
  readonly builder: GraphBuilder;
  /** For each layer's name the value within the graph, [1, channels, h, w]; from the input to the output. */
  readonly layers: ReadonlyMap<string, Value>;
}

export interface NetworkLayer {
  /** As torchvision's module is called: "layer3", "body.13"; levels of the pyramid are "fpn.0" and so on. */
  readonly name: string;
  /** For a person. */
  readonly title: string;
  readonly channels: number;
}

/** From the input to the output: each stage of the backbone, then each level of the pyramid that scores are read from. */
export function networkLayers(architecture: DetectorArchitecture): readonly NetworkLayer[] {
  const { backbone, pyramid } = architecture;
  const strides = featureStrides(architecture).slice(0, scoredLevels(architecture));
  const levels = strides.map((stride, level) => ({
    name: levelName(level),
    title: `Pyramid level for every ${stride} pixels`,
    channels: pyramid.channels,
  }));
  return [...backboneLayers(backbone), ...levels];
}

/** Names of the last four places of the backbone that a pyramid may read: "layer1" to "layer4" of a ResNet. */
export function suggestedLayers({ backbone }: DetectorArchitecture): readonly string[] {
  return backboneStages(backbone)
    .slice(-4)
    .map(({ number }) => stageName(backbone, number));
}

/** `stages` by their numbers, `levels` from the finest on, as they stand in the graph. */
export function layerValues(
  architecture: DetectorArchitecture,
  stages: ReadonlyMap<number, Value>,
  levels: readonly Value[],
): LayeredNetwork["layers"] {
  const inBackbone = Array.from(
    stages,
    ([number, value]) => [stageName(architecture.backbone, number), value] as const,
  );
  const inPyramid = levels
    .slice(0, scoredLevels(architecture))
    .map((value, level) => [levelName(level), value] as const);
  return new Map([...inBackbone, ...inPyramid]);
}

/** Of a level of the pyramid, counted from the finest. */
export function levelName(level: number): string {
  return `fpn.${level}`;
}

/** Scores of a Faster R-CNN are read from the levels that regions are cut from. */
function scoredLevels(architecture: DetectorArchitecture): number {
  return architecture.kind === "faster-rcnn" ? roiLevels(architecture) : featureStrides(architecture).length;
}

function backboneLayers(backbone: Backbone): readonly NetworkLayer[] {
  const name = (number: number): string => stageName(backbone, number);
  if (backbone.kind === "resnet") {
    return backbone.layers.map(({ channels }, index) => {
      const number = index + 1;
      return { name: name(number), title: `Residual stage ${number}`, channels };
    });
  }
  const { stemChannels, blocks, lastChannels } = backbone;
  const last = blocks.length + 1;
  return [
    { name: name(0), title: "First convolution", channels: stemChannels },
    ...blocks.map(({ channels }, index) => {
      const number = index + 1;
      return { name: name(number), title: `Inverted residual block ${number}`, channels };
    }),
    ...(lastChannels === undefined ? [] : [{ name: name(last), title: "Last convolution", channels: lastChannels }]),
  ];
}

function stageName({ kind }: Backbone, number: number): string {
  return kind === "resnet" ? `layer${number}` : `body.${number}`;
}
