/** @file Gradients of the convolution and of its transpose.
 * @see Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285 */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { GradientContext, GradientRules } from "../gradient-rule";
import { reduceByRows } from "../reduce-by-rows";
import { convolutionWeightGradient } from "./convolution-weight-gradient";
import { inputSize, takeFrom, type Size } from "./open-sizes";
import { coverImage, padAfter, windowOf, type PadSharing, type SlidingWindow } from "./sliding-window";

export const convolutionRules = {
  Conv: (context, gradient) => {
    const { builder, attributes, input } = context;
    const weightShape = weightShapeOf(context);
    const window = windowOf(attributes, {
      sizes: context.inputShape(0).slice(2),
      places: context.outputShape(0).slice(2),
      kernel: weightShape.slice(2),
      refuse: context.refuse,
    });
    const { group } = attributes;
    return [
      () => imageGradient(context, gradient, window),
      () => convolutionWeightGradient(builder, { image: input(0), placed: gradient, weightShape, window, group }),
      () => reduceByRows(gradient, builder.reduceSum),
    ];
  },

  /** Its window slides over the output. */
  ConvTranspose: (context, gradient) => {
    const { builder, attributes, input } = context;
    const weightShape = weightShapeOf(context);
    const window = windowOf(attributes, {
      sizes: context.outputShape(0).slice(2),
      places: context.inputShape(0).slice(2),
      kernel: weightShape.slice(2),
      sharing: sharingOf(attributes),
      refuse: context.refuse,
    });
    const { strides, dilations } = window;
    const { group } = attributes;
    const placesAlong = (axis: number): Size => inputSize(context, 0, axis + 2);
    const covered = (): Value => coverImage(builder, gradient, { window, placesAlong });
    return [
      () => builder.conv(covered(), input(1), { strides, dilations, group }),
      () => convolutionWeightGradient(builder, { image: gradient, placed: input(0), weightShape, window, group }),
      () => reduceByRows(gradient, builder.reduceSum),
    ];
  },
} satisfies GradientRules;

type ConvolutionContext = GradientContext<"Conv"> | GradientContext<"ConvTranspose">;

function weightShapeOf({ inputShape, refuse }: ConvolutionContext): readonly number[] {
  return inputShape(1).map((size) => {
    if (typeof size === "number") return size;
    throw refuse(`needs a weight of known sizes; ${size} was found`);
  });
}

/** Undefined where the node tells its pads. */
function sharingOf(attributes: GradientContext<"ConvTranspose">["attributes"]): PadSharing | undefined {
  const { auto_pad: padding, output_shape: wanted, output_padding: added } = attributes;
  const isTold = padding === "VALID" || (padding === "NOTSET" && !wanted);
  return isTold ? undefined : { isMoreBefore: padding !== "SAME_UPPER", added };
}

/** Each element of the gradient goes back, by the weights, to all elements that it was made of: by a convolution with
 * the mirrored weights where the window moved element by element, else by a transposed one. */
function imageGradient(context: GradientContext<"Conv">, gradient: Value, window: SlidingWindow): Value {
  const { builder, attributes } = context;
  const { strides, dilations, extents, padsBefore, kernel } = window;
  const { group } = attributes;
  const after = kernel.map((_, axis) => padAfter(window, axis));
  if (!after.every((pad) => pad !== undefined)) return openImageGradient(context, gradient, window);
  const mirrored = [padsBefore, after].flatMap((pads) => pads.map((pad, axis) => extents[axis] - 1 - pad));
  if (strides.every((stride) => stride === 1) && mirrored.every((pad) => pad >= 0)) {
    const [aligned, weight] =
      group === 1 ? inFours(builder, gradient, mirroredWeight(context)) : [gradient, mirroredWeight(context)];
    return builder.conv(aligned, weight, { dilations, group, pads: mirrored });
  }
  const pads = [...padsBefore, ...after.map((pad) => Math.max(pad, 0))];
  const outputPadding = after.map((pad) => Math.max(-pad, 0));
  return convolveBack(context, gradient, { strides, dilations, pads, outputPadding });
}

/** Image and weight with channels of zeros up to a multiple of four. ONNX Runtime's WebGPU convolution answers wrong sums
 * where more than three channels are no such multiple.
 * @see https://github.com/microsoft/onnxruntime/issues/29651 */
function inFours(builder: GraphBuilder, image: Value, weight: Value): readonly [image: Value, weight: Value] {
  const channels = Number(weight.shape[1]);
  const missing = (4 - (channels % 4)) % 4;
  if (missing === 0 || channels <= 3) return [image, weight];
  const padded = (value: Value): Value =>
    builder.pad(value, [...value.shape.map(() => 0), ...value.shape.map((_, axis) => (axis === 1 ? missing : 0))]);
  return [padded(image), padded(weight)];
}

/** Where only the run tells how many elements the last window left over: spread over as many as there can be, and cut. */
function openImageGradient(context: GradientContext<"Conv">, gradient: Value, window: SlidingWindow): Value {
  const { builder } = context;
  const { strides, dilations, padsBefore } = window;
  const outputPadding = strides.map((stride) => stride - 1);
  const spread = convolveBack(context, gradient, { strides, dilations, outputPadding });
  return padsBefore.reduce(
    (cut, start, axis) => takeFrom(builder, cut, { axis: axis + 2, start, size: inputSize(context, 0, axis + 2) }),
    spread,
  );
}

/** By the node's weight. Several filters for each of many single channels go one by one: ONNX Runtime's WebGPU kernel
 * takes such a weight for that of one filter each, and is silently wrong. */
function convolveBack(
  { builder, attributes: { group }, input, inputShape }: GradientContext<"Conv">,
  gradient: Value,
  options: Parameters<GraphBuilder["convTranspose"]>[2],
): Value {
  const [filters, channels] = inputShape(1);
  const perGroup = Number(filters) / group;
  if (group === 1 || channels !== 1) return builder.convTranspose(gradient, input(1), { ...options, group });
  const every = (value: Value, axis: number, first: number): Value =>
    perGroup === 1
      ? value
      : builder.slice(value, { starts: [first], ends: [2 ** 31 - 1], axes: [axis], steps: [perGroup] });
  return Array.from({ length: perGroup }, (_, first) =>
    builder.convTranspose(every(gradient, 1, first), every(input(1), 0, first), { ...options, group }),
  ).reduce(builder.add);
}

/** [channels, filters / groups, …kernel, backwards] of weights [filters, channels / groups, …kernel]. */
function mirroredWeight(context: GradientContext<"Conv">): Value {
  const { builder, attributes, input } = context;
  const { group } = attributes;
  const [filters, channels, ...kernel] = weightShapeOf(context);
  const places = kernel.map((_, axis) => axis);
  const swapped =
    group === 1
      ? builder.transpose(input(1), [1, 0, ...places.map((axis) => axis + 2)])
      : swapWithinGroups(builder, input(1), { group, sizes: [filters / group, channels, ...kernel] });
  if (kernel.every((size) => size === 1)) return swapped;
  return builder.slice(swapped, {
    starts: places.map(() => -1),
    ends: places.map(() => BEFORE_THE_FIRST),
    axes: places.map((axis) => axis + 2),
    steps: places.map(() => -1),
  });
}

const BEFORE_THE_FIRST = -(2 ** 31);

function swapWithinGroups(
  builder: GraphBuilder,
  weight: Value,
  { group, sizes: [filters, channels, ...kernel] }: { readonly group: number; readonly sizes: readonly number[] },
): Value {
  const grouped = builder.reshape(weight, [group, filters, channels, ...kernel]);
  const swapped = builder.transpose(grouped, [0, 2, 1, ...kernel.map((_, axis) => axis + 3)]);
  return builder.reshape(swapped, [group * channels, filters, ...kernel]);
}
