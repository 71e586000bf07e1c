/** @file Gradients of operators that take one number from each window, or from each whole channel. */
import type { Value } from "../../onnx/builder";
import type { GradientContext, GradientRules } from "../gradient-rule";
import { inputSize, scalarOf, scaledSize, shapeFrom, sizeOf, type Size } from "./open-sizes";
import { coverImage, giveBack, padAfter, tapsOf, underTap, windowOf, type SlidingWindow } from "./sliding-window";

export const poolingRules = {
  /** To the largest element under the window, and to the first of those that are equally large, as PyTorch does.
   * Neither places as indices nor scattering: where windows overlap one place comes twice, and DirectML then keeps one
   * of the two. */
  MaxPool: (context, gradient) => [
    () => {
      const { builder, input, output } = context;
      const window = poolWindow(context);
      const placesAlong = (axis: number): Size => sizeOf(builder, gradient, axis + 2);
      const covered = coverImage(builder, input(0), { window, placesAlong, filling: lowest(context) });
      let left = gradient;
      const parts = tapsOf(window).map((tap) => {
        const isLargest = builder.equal(underTap(builder, covered, { window, tap }), output(0));
        // A product: ONNX Runtime's Where takes three passes on the CPU.
        const part = builder.mul(left, builder.cast(isLargest, gradient.type));
        left = builder.sub(left, part);
        return part;
      });
      return giveBack(builder, parts, { window, sizes: spatialSizes(context) });
    },
  ],

  AveragePool: (context, gradient) => [
    () => {
      const { builder } = context;
      const window = poolWindow(context);
      const share = builder.div(gradient, elementCounts(context, gradient, window));
      const parts = tapsOf(window).map(() => share);
      return giveBack(builder, parts, { window, sizes: spatialSizes(context) });
    },
  ],

  GlobalAveragePool: (context, gradient) => [
    () => {
      const { builder, sizesOfInput } = context;
      const areas = spatialSizes(context).map((size) => scalarOf(builder, size, gradient));
      return builder.expand(builder.div(gradient, areas.reduce(builder.mul)), sizesOfInput(0));
    },
  ],
} satisfies GradientRules;

type PoolContext = GradientContext<"MaxPool"> | GradientContext<"AveragePool">;

function poolWindow({ attributes, inputShape, outputShape, refuse }: PoolContext): SlidingWindow {
  const [sizes, places] = [inputShape(0), outputShape(0)].map((shape) => shape.slice(2));
  return windowOf(attributes, { sizes, places, kernel: attributes.kernel_shape, refuse });
}

function spatialSizes(context: PoolContext | GradientContext<"GlobalAveragePool">): readonly Size[] {
  return context
    .inputShape(0)
    .slice(2)
    .map((_, axis) => inputSize(context, 0, axis + 2));
}

/** No element is smaller. Finite, since a padding of infinities is not what every device can spell. */
function lowest({ inputType }: PoolContext): number {
  return inputType(0) === "float16" ? -65504 : -3.4028234663852886e38;
}

/** How many elements each window's mean is made of, as a tensor that broadcasts over the gradient: those of the image,
 * and those of the padding where they count too. */
function elementCounts(context: GradientContext<"AveragePool">, gradient: Value, window: SlidingWindow): Value {
  const { builder } = context;
  const counts = window.kernel.map((_, axis) => {
    const along = countsAlong(context, gradient, { window, axis });
    const behind = Array.from({ length: window.kernel.length - 1 - axis }, (__, place) => place + 1);
    return behind.length > 0 && along.shape.length > 0 ? builder.unsqueeze(along, behind) : along;
  });
  return counts.reduce(builder.mul);
}

function countsAlong(
  context: GradientContext<"AveragePool">,
  gradient: Value,
  { window, axis }: { readonly window: SlidingWindow; readonly axis: number },
): Value {
  const { builder } = context;
  const { extents, strides, padsBefore } = window;
  const [start, reached] = [padsBefore[axis], padAfter(window, axis) ?? Infinity];
  const countsPads = context.attributes.count_include_pad !== 0;
  const behind = countsPads ? padsBehind(context, axis, reached) : 0;
  const scalar = (size: Size): Value => scalarOf(builder, size, gradient);
  if ((start === 0 || countsPads) && reached <= behind) return scalar(extents[axis]);
  const places = builder.range(builder.squeeze(shapeFrom(builder, [sizeOf(builder, gradient, axis + 2)]), [0]));
  const first = builder.sub(builder.mul(builder.cast(places, gradient.type), scalar(strides[axis])), scalar(start));
  const end = scalar(scaledSize(builder, inputSize(context, 0, axis + 2), 1, behind));
  const last = builder.min(builder.add(first, scalar(extents[axis])), end);
  return builder.sub(last, countsPads ? first : builder.max(first, scalar(0)));
}

/** Pads that the node tells, or as many as the window reaches into. */
function padsBehind({ attributes }: GradientContext<"AveragePool">, axis: number, reached: number): number {
  const { auto_pad: padding, pads, kernel_shape: kernel } = attributes;
  return padding.startsWith("SAME") ? Math.max(reached, 0) : (pads?.[kernel.length + axis] ?? 0);
}
