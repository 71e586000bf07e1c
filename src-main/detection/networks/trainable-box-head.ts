/** @file The box head in training: as it is for detecting, but for convolutions that are quicker over places. */
import { mapsOfPlaces, placesOfMaps } from "../../numerics/onnx/convolve-maps";
import type { Value } from "../../numerics/onnx/builder";
import type { BoxHead } from "./architecture";
import { applyBoxHead, applyHiddenLayers } from "./faster-rcnn-layers";
import type { Layer } from "./network-builder";
import type { TrainableBuilder } from "./trainable-builder";

/** [R, channels, size, size] to [R, hidden size]. */
export function applyTrainableBoxHead(network: TrainableBuilder, head: BoxHead, rois: Value): Value {
  if (head.kind !== "convolutions" || head.channels.length === 0) return applyBoxHead(network, head, rois);
  const { graph } = network;
  const blocks = head.channels.map((_, index) =>
    network.placeBlock(`roi_heads.box_head.${index}`, head.normalisation, Number(rois.shape[2])),
  );
  if (!blocks.every((block): block is Layer => block !== undefined)) return applyBoxHead(network, head, rois);
  const places = blocks.reduce((value, block) => network.relu(block)(value), placesOfMaps(graph, rois));
  return applyHiddenLayers(network, head, mapsOfPlaces(graph, places, head.channels.at(-1)!));
}
