/** @file Builds the part of a network that stays while its heads learn alone: from an image to the levels of its pyramid. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import type { Graph } from "../../numerics/onnx/graph";
import type { DetectorArchitecture } from "./architecture";
import { buildBackbone } from "./build-backbone";
import { buildPyramid } from "./build-pyramid";
import { NetworkBuilder, type ImageSize } from "./network-builder";
import type { Parameters } from "./parameters";

/** Of one image's features at a level of the pyramid. */
export type LevelShape = readonly [channels: number, height: number, width: number];

export interface FrozenFeatures {
  /** Input `image`, float32 [1, 3, height, width]; outputs `level{l}`, finest first, extra ones last. */
  readonly graph: Graph;
  readonly levels: readonly LevelShape[];
}

/** Norms go by the checkpoint's statistics. `imageSize` in multiples of 32 pixels.
 * @throws {Failure} `unsupported` when weights are not finite, or a variance is not positive. */
export function buildFrozenFeatures(
  { backbone, pyramid }: DetectorArchitecture,
  parameters: Parameters,
  options: { readonly batchNormEpsilon?: number | undefined; readonly imageSize: ImageSize },
): FrozenFeatures {
  const network = new NetworkBuilder("features", parameters, options);
  const stages = buildBackbone(network, backbone, network.imageInput(options.imageSize));
  const levels = buildPyramid(network, pyramid, stages);
  for (const [level, value] of levels.entries()) network.output(levelName(level), value);
  return {
    graph: network.graph.toGraph(),
    levels: levels.map(({ shape: [, channels, height, width] }) => [Number(channels), Number(height), Number(width)]),
  };
}

/** Features of a batch as inputs `level{l}` [images, channels, h, w]. */
export function levelInputs(graph: GraphBuilder, levels: readonly LevelShape[], images: number): readonly Value[] {
  return levels.map((shape, level) => graph.input(levelName(level), "float32", [images, ...shape]));
}

/** The input that takes a level of the pyramid, counted from the finest. */
export function levelName(level: number): string {
  return `level${level}`;
}
