/** @file Cuts regions of all sizes from the levels of a pyramid, as nodes of a graph. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import { featureStrides, roiLevels, type FasterRcnnArchitecture } from "../networks/architecture";
import { firstImageFor } from "../networks/training-regions";
import { placesWhere } from "./chosen-places";

/** A side of this length belongs to this level. */
const CANONICAL = { sidePx: 224, level: 4 };
const EPSILON = 1e-6;

/** float32 [R, channels, size, size]: `regions` [R, 4] cut from the level that the square root of their area asks for.
 * @see Lin et al., arXiv:1612.03144, equation 1; torchvision 0.14, LevelMapper */
export function cutRegions(
  graph: GraphBuilder,
  architecture: FasterRcnnArchitecture,
  { regions, levels }: { readonly regions: Value; readonly levels: readonly Value[] },
): Value {
  const strides = featureStrides(architecture).slice(0, roiLevels(architecture));
  const { roiSize } = architecture.boxHead;
  const cut = (own: Value, level: number): Value => {
    const size = { outputHeight: roiSize, outputWidth: roiSize, samplingRatio: 2, spatialScale: 1 / strides[level]! };
    return graph.roiAlign(levels[level]!, own, firstImageFor(graph, own), size);
  };
  const thresholds = thresholdsBetween(strides);
  if (thresholds.length === 0) return cut(regions, 0);
  const chosen = levelOfEach(graph, regions, thresholds);
  const members = [0, ...thresholds].map((_, level) => placesWhere(graph, graph.equal(chosen, graph.integers(level))));
  const parts = members.map((places, level) => cut(graph.gather(regions, places), level));
  const ranks = graph.range(graph.gather(graph.shapeOf(chosen), graph.integers(0)));
  // Where each region lies among those of all levels laid end to end.
  const order = graph.scatterElements(ranks, graph.concat(members, 0), ranks);
  return graph.gather(graph.concat(parts, 0), order);
}

/** The side in pixels from which on a region belongs to the next level. */
function thresholdsBetween(strides: readonly number[]): readonly number[] {
  const finest = Math.log2(strides[0]!);
  const halvings = Math.log2(strides.at(-1)!) - finest;
  return Array.from(
    { length: halvings },
    (_, index) => CANONICAL.sidePx * 2 ** (finest + index + 1 - CANONICAL.level - EPSILON),
  );
}

/** int64 [R], the finest is 0: one level up for each threshold that the side reaches. */
function levelOfEach(graph: GraphBuilder, regions: Value, thresholds: readonly number[]): Value {
  const [near, far] = graph.split(regions, [2, 2], 1) as unknown as readonly [Value, Value];
  const [widths, heights] = graph.split(graph.sub(far, near), [1, 1], 1) as unknown as readonly [Value, Value];
  const sides = graph.sqrt(graph.mul(widths, heights));
  const reached = graph.apply("GreaterOrEqual", [sides, graph.floats(thresholds)])[0]!;
  return graph.reduceSum(graph.cast(reached, "int64"), { axes: [1], keepAxes: false });
}
