/** @file Builds Faster R-CNN as two graphs: image to features and proposals' raw answers, features and RoIs to classes.
 *
 * What lies between them is left to the program: the choice of proposals among equals, which no graph makes alike on
 * every device.
 * @see Ren et al., arXiv:1506.01497 */
import { backward } from "../../numerics/autodiff/backward";
import { passOf } from "../../numerics/autodiff/forward-pass";
import type { Graph } from "../../numerics/onnx/graph";
import type { Value } from "../../numerics/onnx/builder";
import { withoutDeadNodes } from "../../numerics/onnx/without-dead-nodes";
import { featureStrides, roiLevels, type FasterRcnnArchitecture } from "./architecture";
import { applyBoxHead, buildFeatureLayers, BOX_PREDICTOR, CLASS_PREDICTOR } from "./faster-rcnn-layers";
import { layerValues, type LayeredNetwork } from "./network-layers";
import { NetworkBuilder, type NetworkOptions } from "./network-builder";
import type { Parameters } from "./parameters";
import { firstImageFor } from "./training-regions";

/** Input `image`, float32 [1, 3, height, width]: transformed, sizes multiples of 32. Outputs, for each level l from the
 * finest: `features{l}` [1, channels, h, w] of those that RoIs are cut from; `objectness{l}` [1, A, h, w], logits;
 * `deltas{l}` [1, 4A, h, w], in each anchor (dx, dy, dw, dh).
 * @throws {Failure} `unsupported` when weights are not finite, or too large for half precision. */
export function buildFeatureGraph(
  architecture: FasterRcnnArchitecture,
  parameters: Parameters,
  options: NetworkOptions = {},
): Graph {
  return buildFeatures(architecture, parameters, options).builder.toGraph();
}

/** The graph of `buildFeatureGraph`, with the names of the values that heat maps can be made at.
 * @throws {Failure} as `buildFeatureGraph` does. */
export function buildFeatures(
  architecture: FasterRcnnArchitecture,
  parameters: Parameters,
  options: NetworkOptions = {},
): LayeredNetwork {
  const network = new NetworkBuilder("features", parameters, options);
  const { stages, levels, objectness, deltas } = buildFeatureLayers(
    network,
    architecture,
    network.imageInput(options.imageSize),
  );
  for (const [level, features] of levels.entries()) {
    if (level < roiLevels(architecture)) network.output(`features${level}`, features);
    network.output(`objectness${level}`, objectness[level]!);
    network.output(`deltas${level}`, deltas[level]!);
  }
  return { builder: network.graph, layers: layerValues(architecture, stages, levels) };
}

/** Inputs, for each level l that RoIs are cut from: `features{l}` [1, channels, h, w]; `rois{l}` [R_l, 4], float32
 * (x1, y1, x2, y2) in pixels of the network's image, which may be none; and `order`, int64 [R]: the place of each
 * proposal among all RoIs, level by level. Outputs, in the proposals' order: `classLogits` [R, classes] and `boxDeltas`
 * [R, 4 · classes].
 * @throws {Failure} as `buildFeatureGraph` does. */
export function buildBoxGraph(
  architecture: FasterRcnnArchitecture,
  parameters: Parameters,
  options: NetworkOptions = {},
): Graph {
  const network = new NetworkBuilder("boxes", parameters, options);
  const { rois } = cutRois(network, architecture, options);
  const found = applyBoxHead(network, architecture.boxHead, network.toOwnPrecision(rois));
  network.output("classLogits", network.linear(CLASS_PREDICTOR)(found));
  network.output("boxDeltas", network.linear(BOX_PREDICTOR)(found));
  return network.graph.toGraph();
}

/** From the gradient of class logits to those of the features that they are read from. Inputs as those of
 * `buildBoxGraph`, and `classGradient` [R, classes], in the proposals' order; outputs, for each level,
 * `featureGradient{l}` [1, channels, h, w]. In single precision.
 * @throws {Failure} as `buildFeatureGraph` does. */
export function buildRegionGradients(
  architecture: FasterRcnnArchitecture,
  parameters: Parameters,
  options: Omit<NetworkOptions, "precision"> = {},
): Graph {
  const network = new NetworkBuilder("regions", parameters, options);
  const { graph } = network;
  const { rois, features } = cutRois(network, architecture, options);
  const logits = network.linear(CLASS_PREDICTOR)(applyBoxHead(network, architecture.boxHead, rois));
  const seed = graph.input("classGradient", "float32", ["count", architecture.classes]);
  const names = features.map(({ name }) => name);
  const gradients = backward(graph, passOf(graph), new Map([[logits.name, seed]]), names);
  for (const [level, name] of names.entries()) graph.output(`featureGradient${level}`, gradients.get(name)!);
  return withoutDeadNodes(graph.toGraph());
}

interface CutRois {
  /** [R, channels, size, size] in the proposals' order. */
  readonly rois: Value;
  readonly features: readonly Value[];
}

/** In single precision always: half a pixel is all that half precision has left of a coordinate of 1,000. */
function cutRois(
  { graph }: NetworkBuilder,
  architecture: FasterRcnnArchitecture,
  { imageSize }: NetworkOptions,
): CutRois {
  const { pyramid, boxHead } = architecture;
  const strides = featureStrides(architecture).slice(0, roiLevels(architecture));
  const features = strides.map((stride, level) => {
    const sizes = imageSize
      ? [Math.ceil(imageSize.height / stride), Math.ceil(imageSize.width / stride)]
      : [`height${level}`, `width${level}`];
    return graph.input(`features${level}`, "float32", [1, pyramid.channels, ...sizes]);
  });
  const cut = strides.map((stride, level) => {
    const rois = graph.input(`rois${level}`, "float32", [`count${level}`, 4]);
    const { roiSize } = boxHead;
    const size = { outputHeight: roiSize, outputWidth: roiSize, samplingRatio: 2, spatialScale: 1 / stride };
    return graph.roiAlign(features[level]!, rois, firstImageFor(graph, rois), size);
  });
  const order = graph.input("order", "int64", ["count"]);
  return { rois: graph.gather(cut.length === 1 ? cut[0]! : graph.concat(cut, 0), order, 0), features };
}
