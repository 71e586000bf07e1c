/** @file The gradient of resampling along axes: one product with the matrix of weights for each axis that is resized. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import { divideSizesDown, fixedDifference, multiplySizes } from "../../onnx/dimension";
import type { GradientContext, GradientRules } from "../gradient-rule";
import { elementNumbers, linearWeights, nearestWeights } from "./interpolation-weights";
import { inputSize, scalarOf, sizeOf, type Size } from "./open-sizes";

/** Positions are taken for given: there is no gradient of scales. */
export const resizeRules = {
  Resize: (context, gradient) => [
    () => {
      requireKnown(context);
      const { builder } = context;
      const axes = resizedAxes(context, gradient);
      const factors = axes.map((axis) => blockFactor(context, axis));
      if (isBlocks(axes, factors)) return sumBlocks(builder, gradient, { axes, factors });
      return axes.reduce(
        (back, axis) => giveBackAlong(builder, back, { axis, weights: weightsOf(context, axis) }),
        gradient,
      );
    },
  ],
} satisfies GradientRules;

type ResizeContext = GradientContext<"Resize">;

interface ResizedAxis {
  readonly axis: number;
  readonly size: Size;
  readonly resized: Size;
  /** The factor that positions are divided by; undefined where it is the quotient of the sizes. */
  readonly scale: number | Value | undefined;
}

function requireKnown({ attributes, refuse }: ResizeContext): void {
  const { mode, antialias, keep_aspect_ratio_policy: aspect, coordinate_transformation_mode: coordinates } = attributes;
  if (mode === "cubic" || antialias !== 0) throw refuse("is known for nearest and linear sampling without antialias");
  if (aspect !== "stretch") throw refuse(`is not known where the aspect ratio is kept (${aspect})`);
  if (coordinates === "tf_crop_and_resize") throw refuse("is not known for a crop");
}

/** Without those that stay as they are. */
function resizedAxes(context: ResizeContext, gradient: Value): readonly ResizedAxis[] {
  const { builder, attributes, hasInput, inputShape, outputShape, contents } = context;
  const rank = inputShape(0).length;
  const axes = attributes.axes?.map((axis) => (axis + rank) % rank) ?? inputShape(0).map((_, axis) => axis);
  const isScaled = hasInput(2) && inputShape(2)[0] !== 0;
  return axes.flatMap((axis, place) => {
    const known = isScaled ? contents(2)?.[place] : undefined;
    const isSame = fixedDifference(inputShape(0)[axis], outputShape(0)[axis]) === 0;
    if (isSame && (!isScaled || known === 1)) return [];
    const scale = typeof known === "number" ? known : isScaled ? scaleAt(context, place) : undefined;
    return [{ axis, size: inputSize(context, 0, axis), resized: sizeOf(builder, gradient, axis), scale }];
  });
}

function scaleAt({ builder, input }: ResizeContext, place: number): Value {
  return builder.squeeze(builder.slice(input(2), { starts: [place], ends: [place + 1] }), [0]);
}

/** How many times over each element was repeated; undefined where it was not simply that. */
function blockFactor(
  { attributes, inputShape, outputShape }: ResizeContext,
  { axis, scale }: ResizedAxis,
): number | undefined {
  const { mode, nearest_mode: rounding, coordinate_transformation_mode: coordinates } = attributes;
  const isCentred = coordinates.startsWith("half_pixel") || coordinates === "pytorch_half_pixel";
  const isBlock = isCentred ? rounding.startsWith("round") : coordinates === "asymmetric" && rounding === "floor";
  const [size, resized] = [inputShape(0)[axis], outputShape(0)[axis]];
  const factor = size === 0 ? undefined : divideSizesDown(resized, size);
  if (mode !== "nearest" || !isBlock || typeof factor !== "number") return undefined;
  const isWhole = fixedDifference(multiplySizes(size, factor), resized) === 0;
  return isWhole && (scale === undefined || scale === factor) ? factor : undefined;
}

function isBlocks(
  axes: readonly ResizedAxis[],
  factors: readonly (number | undefined)[],
): factors is readonly number[] {
  return axes.every(({ axis }) => axis >= 2) && factors.every((factor) => factor !== undefined && factor > 0);
}

/** Each element's own block is summed, as a mean times its size: pools are fast everywhere. */
function sumBlocks(
  builder: GraphBuilder,
  gradient: Value,
  { axes, factors }: { readonly axes: readonly ResizedAxis[]; readonly factors: readonly number[] },
): Value {
  if (axes.length === 0) return gradient;
  const kernel = gradient.shape
    .slice(2)
    .map((_, place) => factors[axes.findIndex(({ axis }) => axis === place + 2)] ?? 1);
  const means = builder.averagePool(gradient, { kernel, strides: kernel });
  const area = kernel.reduce((product, factor) => product * factor, 1);
  return builder.mul(means, builder.scalarLike(means, area));
}

/** `weights` is [resized, size]. */
function giveBackAlong(
  builder: GraphBuilder,
  gradient: Value,
  { axis: { axis }, weights }: { readonly axis: ResizedAxis; readonly weights: Value },
): Value {
  const rank = gradient.shape.length;
  if (axis === rank - 1) return builder.matMul(gradient, weights);
  if (axis === rank - 2) return builder.matMul(builder.transpose(weights, [1, 0]), gradient);
  const order = gradient.shape.map((_, place) => place);
  const swapped = order.with(axis, rank - 1).with(rank - 1, axis);
  return builder.transpose(builder.matMul(builder.transpose(gradient, swapped), weights), swapped);
}

/** [resized, size]. In float32, as ONNX Runtime computes positions, for half floats cannot tell large ones apart. */
function weightsOf(context: ResizeContext, axis: ResizedAxis): Value {
  const { builder, attributes, inputType } = context;
  const positions = positionsAlong(context, axis);
  const weights =
    attributes.mode === "linear"
      ? linearWeights(builder, positions, axis.size)
      : nearestWeights(builder, roundings[attributes.nearest_mode](builder, positions), axis.size);
  return builder.cast(weights, inputType(0));
}

/** Where in the input each place of the output lies. */
function positionsAlong({ builder, attributes }: ResizeContext, axis: ResizedAxis): Value {
  const places = elementNumbers(builder, axis.resized, "float32");
  const scalar = (size: Size): Value => scalarOf(builder, size, places);
  const [size, resized] = [scalar(axis.size), scalar(axis.resized)];
  const scale = typeof axis.scale === "number" ? scalar(axis.scale) : (axis.scale ?? builder.div(resized, size));
  const centred = (): Value => builder.sub(builder.div(builder.add(places, scalar(0.5)), scale), scalar(0.5));
  // 0 where there is one place alone.
  const steps = (): Value => builder.sub(resized, scalar(1));
  switch (attributes.coordinate_transformation_mode) {
    case "half_pixel":
      return centred();
    case "pytorch_half_pixel":
      return builder.mul(centred(), builder.min(steps(), scalar(1)));
    case "half_pixel_symmetric": {
      const share = builder.div(resized, builder.mul(scale, size));
      const shift = builder.mul(builder.div(size, scalar(2)), builder.sub(scalar(1), share));
      return builder.add(shift, centred());
    }
    case "align_corners": {
      const reach = builder.mul(places, builder.sub(size, scalar(1)));
      return builder.div(reach, builder.max(steps(), scalar(1)));
    }
    case "asymmetric":
    case "tf_crop_and_resize":
      return builder.div(places, scale);
  }
}

type Rounding = (builder: GraphBuilder, positions: Value) => Value;

const roundings: Readonly<Record<GradientContext<"Resize">["attributes"]["nearest_mode"], Rounding>> = {
  round_prefer_floor: (builder, positions) => builder.ceil(builder.sub(positions, builder.scalarLike(positions, 0.5))),
  round_prefer_ceil: (builder, positions) => builder.floor(builder.add(positions, builder.scalarLike(positions, 0.5))),
  floor: (builder, positions) => builder.floor(positions),
  ceil: (builder, positions) => builder.ceil(positions),
};
