/** @file The gradient of sampling an image at places that were computed: products of matrices again, since each sample is
 * one sum along rows and one along columns.
 * @see Jaderberg et al., Spatial Transformer Networks, arXiv:1506.02025, section 3.3 */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { GradientContext, GradientRules } from "../gradient-rule";
import { elementNumbers } from "./interpolation-weights";
import { inputSize, scalarOf, type Size } from "./open-sizes";

export const gridSampleRules = {
  GridSample: (context, gradient) => {
    const { builder, input, inputType, shapeLikeInput } = context;
    const samples = builder.reshape(gradient, [0, 0, -1]);
    const [x, y] = [0, 1].map((axis) => samplesAlong(context, gradient, axis));
    return [
      () => {
        const spread = builder.mul(builder.unsqueeze(samples, [3]), builder.unsqueeze(x.weights, [1]));
        return builder.matMul(elementsFirst(builder, y.weights), spread);
      },
      () => {
        const moved = ([along, across]: readonly [Value, Value], steps: Value): Value => {
          const columns = builder.matMul(input(0), elementsFirst(builder, along));
          const values = builder.reduceSum(builder.mul(columns, elementsFirst(builder, across)), { axes: [2] });
          const perSample = builder.mul(builder.squeeze(values, [2]), samples);
          return builder.mul(builder.reduceSum(perSample, { axes: [1], keepAxes: false }), steps);
        };
        const both = [moved([x.slopes(), y.weights], x.steps()), moved([x.weights, y.slopes()], y.steps())];
        const pairs = both.map((each) => builder.unsqueeze(each, [2]));
        return builder.cast(shapeLikeInput(builder.concat(pairs, 2), 1), inputType(1));
      },
    ];
  },
} satisfies GradientRules;

interface Samples {
  /** [images, samples, size]: how much each element counts. */
  readonly weights: Value;
  /** By how much the weights change where the sample moves by one element. */
  readonly slopes: () => Value;
  /** How many elements the sample moves where the grid moves by one: [images, samples], or one number. */
  readonly steps: () => Value;
}

/** `axis` is 0 for x and 1 for y, as the grid has them. */
function samplesAlong(context: GradientContext<"GridSample">, gradient: Value, axis: number): Samples {
  const { builder, attributes, inputShape, refuse } = context;
  const { mode, padding_mode: padding } = attributes;
  if (mode !== "bilinear" && mode !== "linear") throw refuse(`is not known for the mode ${mode}`);
  if (padding === "reflection") throw refuse(`is not known for the padding ${padding}`);
  if (inputShape(0).length !== 4) throw refuse(`is not known for ${inputShape(0).length - 2} axes of space`);
  const size = inputSize(context, 0, 3 - axis);
  const { positions, step } = positionsIn(context, gradient, { axis, size });
  const last = builder.sub(scalarOf(builder, size, positions), builder.scalarLike(positions, 1));
  const zero = builder.scalarLike(positions, 0);
  const held = padding === "border" ? builder.min(builder.max(positions, zero), last) : positions;
  const away = builder.sub(builder.unsqueeze(held, [2]), elementNumbers(builder, size, positions.type));
  const isHeld = (): Value => builder.or(builder.less(positions, zero), builder.greater(positions, last));
  return {
    weights: builder.relu(builder.sub(builder.scalarLike(away, 1), builder.abs(away))),
    slopes: () => slopesAt(builder, away),
    steps: () => (padding === "border" ? builder.where(isHeld(), zero, step) : step),
  };
}

/** In elements from the first, [images, samples], and how many of them one unit of the grid is. */
function positionsIn(
  { builder, attributes, input }: GradientContext<"GridSample">,
  gradient: Value,
  { axis, size }: { readonly axis: number; readonly size: Size },
): { readonly positions: Value; readonly step: Value } {
  const [half, one] = [0.5, 1].map((each) => builder.scalarLike(gradient, each));
  const places = builder.reshape(builder.gather(input(1), builder.integers(axis), -1), [0, -1]);
  const fromStart = builder.add(builder.cast(places, gradient.type), one);
  const whole = scalarOf(builder, size, gradient);
  if (attributes.align_corners !== 0) {
    const step = builder.mul(builder.sub(whole, one), half);
    return { positions: builder.mul(fromStart, step), step };
  }
  const step = builder.mul(whole, half);
  return { positions: builder.sub(builder.mul(fromStart, step), half), step };
}

/** An element loses weight where the sample moves away from it behind, and gains where it comes nearer. */
function slopesAt(builder: GraphBuilder, away: Value): Value {
  const [minus, zero, plus] = [-1, 0, 1].map((each) => builder.scalarLike(away, each));
  const isBehind = builder.less(away, zero);
  const isNear = builder.and(builder.less(away, plus), builder.not(builder.less(away, minus)));
  return builder.where(isNear, builder.where(isBehind, plus, minus), zero);
}

/** [images, 1, elements, samples]. */
function elementsFirst(builder: GraphBuilder, weights: Value): Value {
  return builder.unsqueeze(builder.transpose(weights, [0, 2, 1]), [1]);
}
