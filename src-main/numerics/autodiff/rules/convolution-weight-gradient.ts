/** @file The gradient of a convolution's weight, as one matrix product for each element of its kernel. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import { sizeOf, type Size } from "./open-sizes";
import { coverImage, tapsOf, underTap, type SlidingWindow } from "./sliding-window";

interface Convolved {
  /** What the window slid over: [images, channels, …sizes]. */
  readonly image: Value;
  /** What stands at the window's places: [images, filters, …places]. */
  readonly placed: Value;
  /** [filters, channels / groups, …kernel]. */
  readonly weightShape: readonly number[];
  readonly window: SlidingWindow;
  readonly group: number;
}

/** For each pair of filter and channel, and each element of the kernel, the sum over images and places of what stands
 * there times what lay under that element: products of matrices with one long side. A convolution with images and
 * channels exchanged would do as well, and takes two to four times as long. */
export function convolutionWeightGradient(builder: GraphBuilder, convolved: Convolved): Value {
  const { placed, weightShape, window, group } = convolved;
  const [filters, depth] = weightShape;
  const placesAlong = (axis: number): Size => sizeOf(builder, placed, axis + 2);
  const covered = coverImage(builder, convolved.image, { window, placesAlong });
  if (depth === 1 && filters === group) return stack(builder, channelByChannel(builder, covered, convolved), convolved);
  const space = window.kernel.map((_, axis) => axis + 2);
  const rows = builder.flatten(builder.transpose(placed, [1, 0, ...space]), 1);
  if (group === 1 && (depth < FEW_CHANNELS || window.kernel.every((size) => size === 1))) {
    return allAtOnce(builder, rows, covered, convolved);
  }
  const channelsLast = builder.transpose(covered, [0, ...space, 1]);
  const taps = tapsOf(window).map((tap) => {
    const under = underTap(builder, channelsLast, { window, tap, firstAxis: 1 });
    const columns = builder.flatten(under, window.kernel.length + 1);
    return group === 1 ? builder.gemm(rows, columns) : groupByGroup(builder, rows, columns, convolved);
  });
  return stack(builder, taps, convolved);
}

/** With fewer, a matrix product for each element of the kernel would be too narrow to be worth its while. */
const FEW_CHANNELS = 8;

/** `taps` are [filters, channels / groups], one for each element of the kernel. */
function stack(builder: GraphBuilder, taps: readonly Value[], { weightShape }: Convolved): Value {
  const stacked = builder.concat(
    taps.map((tap) => builder.unsqueeze(tap, [2])),
    2,
  );
  return builder.reshape(stacked, weightShape);
}

/** One product for all elements of the kernel; `rows` is [filters, images · places]. */
function allAtOnce(
  builder: GraphBuilder,
  rows: Value,
  covered: Value,
  { weightShape: [filters, depth, ...kernel], window }: Convolved,
): Value {
  const space = kernel.map((_, axis) => axis + 2);
  const taps = tapsOf(window).map((tap) => {
    const under = underTap(builder, covered, { window, tap });
    return builder.flatten(builder.transpose(under, [1, 0, ...space]), 1);
  });
  if (taps.length === 1)
    return builder.reshape(builder.gemm(rows, taps[0], { transposeB: true }), [filters, depth, ...kernel]);
  const products = builder.gemm(rows, builder.concat(taps, 0), { transposeB: true });
  const channelsFirst = builder.transpose(builder.reshape(products, [filters, taps.length, depth]), [0, 2, 1]);
  return builder.reshape(channelsFirst, [filters, depth, ...kernel]);
}

/** `rows` is [filters, images · places], `columns` [images · places, channels]. */
function groupByGroup(
  builder: GraphBuilder,
  rows: Value,
  columns: Value,
  { weightShape: [filters, depth], group }: Convolved,
): Value {
  const left = builder.reshape(rows, [group, filters / group, -1]);
  const right = builder.transpose(builder.reshape(columns, [0, group, depth]), [1, 0, 2]);
  return builder.reshape(builder.matMul(left, right), [filters, depth]);
}

/** A filter for each channel: there is nothing to multiply but the two themselves. */
function channelByChannel(builder: GraphBuilder, covered: Value, { placed, window }: Convolved): readonly Value[] {
  const axes = [0, ...window.kernel.map((_, axis) => axis + 2)];
  return tapsOf(window).map((tap) => {
    const products = builder.mul(placed, underTap(builder, covered, { window, tap }));
    return builder.unsqueeze(builder.reduceSum(products, { axes, keepAxes: false }), [1]);
  });
}
