/** @file How much each element of an axis of a feature map counts in each bin of each region. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { GradientContext } from "../gradient-rule";
import { elementNumbers, linearWeights } from "./interpolation-weights";
import { scalarOf, type Size } from "./open-sizes";

interface RegionAxis {
  /** 0 for columns, 1 for rows. */
  readonly axis: 0 | 1;
  /** How many bins a region has along it. */
  readonly bins: number;
  /** The feature map's size. */
  readonly size: Size;
}

/** [regions, bins, size] in float32: the means over a bin's samples, of which those beyond one element outside count
 * nothing and others outside as the edge.
 * @see torchvision/csrc/ops/cpu/roi_align_common.h pre_calc_for_bilinear_interpolate */
export function regionWeights(context: GradientContext<"RoiAlign">, along: RegionAxis): Value {
  const { builder } = context;
  const { start, binSize } = placesOf(context, along);
  const { steps, counts, isBeyond } = samplesOf(context, binSize);
  const centres = builder.div(builder.add(steps, builder.scalarLike(steps, 0.5)), counts);
  const bins = builder.unsqueeze(elementNumbers(builder, along.bins, "float32"), [1]);
  const positions = builder.add(start, builder.mul(builder.add(bins, centres), binSize));
  const weights = linearWeights(builder, positions, along.size);
  const outside = outsideOf(builder, positions, along.size);
  const isIdle = isBeyond ? builder.or(outside, isBeyond) : outside;
  const zero = builder.scalarLike(weights, 0);
  const counted = builder.where(builder.unsqueeze(isIdle, [3]), zero, weights);
  return builder.div(builder.reduceSum(counted, { axes: [2], keepAxes: false }), counts);
}

/** Where each region begins and how large its bins are, in elements of the feature map: [regions, 1, 1]. */
function placesOf(
  { builder, attributes, input }: GradientContext<"RoiAlign">,
  { axis, bins }: RegionAxis,
): { readonly start: Value; readonly binSize: Value } {
  const regions = builder.cast(input(1), "float32");
  const scalar = (number: number): Value => builder.scalarLike(regions, number);
  const isHalfPixel = attributes.coordinate_transformation_mode === "half_pixel";
  const [start, end] = [axis, axis + 2].map((corner) => {
    const edges = builder.slice(regions, { starts: [corner], ends: [corner + 1], axes: [1] });
    const scaled = builder.mul(edges, scalar(attributes.spatial_scale));
    return builder.unsqueeze(isHalfPixel ? builder.sub(scaled, scalar(0.5)) : scaled, [2]);
  });
  const length = builder.sub(end, start);
  // Without the half pixel, regions are at least one element wide.
  const atLeastOne = isHalfPixel ? length : builder.max(length, scalar(1));
  return { start, binSize: builder.div(atLeastOne, scalar(bins)) };
}

interface Samples {
  /** The samples' places in a bin: 0, 1, … */
  readonly steps: Value;
  /** How many a bin has, at least 1. */
  readonly counts: Value;
  /** Whether a region's bins have fewer samples, where each has its own number. */
  readonly isBeyond?: Value;
}

/** As many as the attribute says, or one for each element that a bin is wide, rounded up. */
function samplesOf({ builder, attributes }: GradientContext<"RoiAlign">, binSize: Value): Samples {
  const { sampling_ratio: ratio } = attributes;
  const one = builder.scalarLike(binSize, 1);
  if (ratio > 0) return { steps: elementNumbers(builder, ratio, "float32"), counts: builder.scalarLike(one, ratio) };
  const own = builder.ceil(binSize);
  const counts = builder.max(own, one);
  const most = builder.reduceMax(builder.concat([builder.flatten(counts), builder.reshape(one, [1, 1])], 0), {
    keepAxes: false,
  });
  const steps = builder.cast(builder.range(builder.cast(most, "int64")), "float32");
  return { steps, counts, isBeyond: builder.not(builder.less(steps, own)) };
}

/** More than one element before the first, or behind the last. */
function outsideOf(builder: GraphBuilder, positions: Value, size: Size): Value {
  const isBefore = builder.less(positions, builder.scalarLike(positions, -1));
  return builder.or(isBefore, builder.greater(positions, scalarOf(builder, size, positions)));
}
