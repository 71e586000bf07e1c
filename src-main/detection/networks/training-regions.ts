/** @file Cuts the regions of a batch from its features, each image's from its own. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import { featureStrides, type FasterRcnnArchitecture } from "./architecture";

/** [R, channels, size, size] from `features` of each level [images, channels, h, w]: level by level, and in each image by
 * image. Regions of all images at once would, on the way back, be multiplied by each image.
 * Inputs: `rois{l}.{i}` [R_li, 4] of level l and image i. */
export function cutTrainingRegions(
  graph: GraphBuilder,
  architecture: FasterRcnnArchitecture,
  features: readonly Value[],
): Value {
  const strides = featureStrides(architecture);
  const { roiSize } = architecture.boxHead;
  const parts = features.flatMap((level, index) => {
    const images = Number(level.shape[0]);
    const size = { outputHeight: roiSize, outputWidth: roiSize, samplingRatio: 2, spatialScale: 1 / strides[index]! };
    const each = images === 1 ? [level] : graph.split(level, Array.from({ length: images }, () => 1)); // prettier-ignore
    return each.map((image, place) => {
      const rois = graph.input(`rois${index}.${place}`, "float32", [`count${index}_${place}`, 4]);
      return graph.roiAlign(image, rois, firstImageFor(graph, rois), size);
    });
  });
  return parts.length === 1 ? parts[0]! : graph.concat(parts, 0);
}

/** 0 for each region: int64 [R]. */
export function firstImageFor(graph: GraphBuilder, rois: Value): Value {
  const count = graph.slice(graph.shapeOf(rois), { starts: [0], ends: [1], axes: [0] });
  const value = { type: "int64", shape: [1], data: new BigInt64Array(1) } as const;
  return graph.apply("ConstantOfShape", [count], { value })[0]!;
}
