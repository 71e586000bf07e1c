/** @file The layers of Faster R-CNN, for whatever graph they are to stand in: detecting, explaining or training. */
import type { Value } from "../../numerics/onnx/builder";
import type { BoxHead, FasterRcnnArchitecture } from "./architecture";
import { buildBackbone } from "./build-backbone";
import { buildPyramid } from "./build-pyramid";
import { hiddenLayerNumber } from "./expected-parameters";
import type { Layer, NetworkBuilder } from "./network-builder";

export const CLASS_PREDICTOR = "roi_heads.box_predictor.cls_score";
export const BOX_PREDICTOR = "roi_heads.box_predictor.bbox_pred";

export interface FeatureLayers extends ProposalLayers {
  /** Of the backbone, by their numbers. */
  readonly stages: ReadonlyMap<number, Value>;
}

export interface ProposalLayers {
  /** Of the pyramid, finest first, extra ones last: [images, channels, h, w]. */
  readonly levels: readonly Value[];
  /** Of each level [images, A, h, w], logits. */
  readonly objectness: readonly Value[];
  /** Of each level [images, 4A, h, w], in each anchor (dx, dy, dw, dh). */
  readonly deltas: readonly Value[];
}

/** From images [images, 3, height, width] to what regions are proposed from and cut from. */
export function buildFeatureLayers(
  network: NetworkBuilder,
  architecture: FasterRcnnArchitecture,
  image: Value,
): FeatureLayers {
  const stages = buildBackbone(network, architecture.backbone, image);
  const levels = buildPyramid(network, architecture.pyramid, stages);
  return { stages, ...buildProposalLayers(network, architecture, levels) };
}

/** From the levels of a pyramid. */
export function buildProposalLayers(
  network: NetworkBuilder,
  { proposalHead }: Pick<FasterRcnnArchitecture, "proposalHead">,
  levels: readonly Value[],
): ProposalLayers {
  const shared = Array.from({ length: proposalHead.convolutions }, (_, index) =>
    network.relu(network.convolution(`rpn.head.conv.${index}.0`)),
  );
  const objectness = network.convolution("rpn.head.cls_logits");
  const deltas = network.convolution("rpn.head.bbox_pred");
  const answers = levels.map((features) => {
    const value = shared.reduce((each, layer) => layer(each), features);
    return { objectness: objectness(value), deltas: deltas(value) };
  });
  return {
    levels,
    objectness: answers.map((answer) => answer.objectness),
    deltas: answers.map((answer) => answer.deltas),
  };
}

/** [R, channels, size, size] to [R, hidden size]. */
export function applyBoxHead(network: NetworkBuilder, head: BoxHead, rois: Value): Value {
  const { graph } = network;
  const name = "roi_heads.box_head";
  const activated = (layer: string): Layer => network.relu(network.linear(`${name}.${layer}`));
  if (head.kind === "mlp") return activated("fc7")(activated("fc6")(graph.flatten(rois, 1)));
  const convolved = head.channels.reduce(
    (value, _, index) => network.relu(network.block(`${name}.${index}`, head.normalisation))(value),
    rois,
  );
  return applyHiddenLayers(network, head, convolved);
}

/** [R, channels, size, size] to [R, hidden size], behind the convolutions. */
export function applyHiddenLayers(
  network: NetworkBuilder,
  { channels, hiddenSizes }: Extract<BoxHead, { kind: "convolutions" }>,
  convolved: Value,
): Value {
  return hiddenSizes.reduce(
    (value, _, index) => {
      const layer = `roi_heads.box_head.${hiddenLayerNumber(channels.length, index)}`;
      return network.relu(network.linear(layer))(value);
    },
    network.graph.flatten(convolved, 1),
  );
}
