/** @file Builds RetinaNet as one graph from image to the raw answers of its two heads.
 * @see Lin et al., arXiv:1708.02002 */
import type { Value } from "../../numerics/onnx/builder";
import type { Graph } from "../../numerics/onnx/graph";
import type { RetinaNetArchitecture } from "./architecture";
import { buildBackbone } from "./build-backbone";
import { buildPyramid } from "./build-pyramid";
import { layerValues, type LayeredNetwork } from "./network-layers";
import { NetworkBuilder, type Layer, type NetworkOptions } from "./network-builder";
import type { Parameters } from "./parameters";

/** Input `image`, float32 [1, 3, height, width]: transformed, sizes multiples of 32. Outputs, for each level l from the
 * finest: `classLogits{l}` [1, A · classes, h, w] and `boxDeltas{l}` [1, 4A, h, w].
 * @throws {Failure} `unsupported` when weights are not finite, or too large for half precision, or when a group norm
 * has channels that torchvision's 32 groups do not divide. */
export function buildRetinaNet(
  architecture: RetinaNetArchitecture,
  parameters: Parameters,
  options: NetworkOptions = {},
): Graph {
  return buildHeads(architecture, parameters, options).builder.toGraph();
}

/** The graph of `buildRetinaNet`, with the names of the values that heat maps can be made at.
 * @throws {Failure} as `buildRetinaNet` does. */
export function buildHeads(
  architecture: RetinaNetArchitecture,
  parameters: Parameters,
  options: NetworkOptions = {},
): LayeredNetwork {
  const { backbone, pyramid } = architecture;
  const network = new NetworkBuilder("heads", parameters, options);
  const stages = buildBackbone(network, backbone, network.imageInput(options.imageSize));
  const levels = buildPyramid(network, pyramid, stages);
  for (const [level, { classLogits, boxDeltas }] of applyHeads(network, architecture, levels).entries()) {
    network.output(`classLogits${level}`, classLogits);
    network.output(`boxDeltas${level}`, boxDeltas);
  }
  return { builder: network.graph, layers: layerValues(architecture, stages, levels) };
}

export interface HeadAnswers {
  /** [images, A · classes, h, w] */
  readonly classLogits: Value;
  /** [images, 4A, h, w] */
  readonly boxDeltas: Value;
}

/** Of each level of the pyramid. */
export function applyHeads(
  network: NetworkBuilder,
  { head }: Pick<RetinaNetArchitecture, "head">,
  levels: readonly Value[],
): readonly HeadAnswers[] {
  const classify = buildHead(network, head, ["head.classification_head", "cls_logits"]);
  const regress = buildHead(network, head, ["head.regression_head", "bbox_reg"]);
  return levels.map((features) => ({ classLogits: classify(features), boxDeltas: regress(features) }));
}

function buildHead(
  network: NetworkBuilder,
  { convolutions, normalisation }: RetinaNetArchitecture["head"],
  [name, predictor]: readonly [name: string, predictor: string],
): Layer {
  const layers = Array.from({ length: convolutions }, (_, index) =>
    network.relu(network.block(`${name}.conv.${index}`, normalisation)),
  );
  const predict = network.convolution(`${name}.${predictor}`);
  return (features) => predict(layers.reduce((value, layer) => layer(value), features));
}
