/** @file Gradients of operators that bring channels to a mean and a variance. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { GradientContext, GradientRules } from "../gradient-rule";
import { reduceByRows } from "../reduce-by-rows";
import { scalarOf, sizeOf } from "./open-sizes";

export const normalisationRules = {
  /** With the statistics that it is given, or in training with those of the batch: then what moves an element moves
   * them too. In training only the first output has a gradient: nothing is learned through running statistics.
   * @see Ioffe and Szegedy, arXiv:1502.03167, section 3 */
  BatchNormalization: (context, gradient) => {
    const { attributes, hasOutput, outputShape } = context;
    const axes = outputShape(0).flatMap((_, axis) => (axis === 1 ? [] : [axis]));
    const tellsStatistics = attributes.momentum === 0 && hasOutput(1) && hasOutput(2);
    if (attributes.training_mode !== 0 && tellsStatistics) {
      const { builder } = context;
      const sum = (value: Value): Value => reduceByRows(value, builder.reduceSum);
      return batchStatisticsGradients(context, gradient, { epsilon: attributes.epsilon, sum });
    }
    if (attributes.training_mode !== 0) return ownStatisticsGradients(context, gradient, axes);
    return givenStatisticsGradients(context, gradient, axes);
  },

  /** Each channel of each image with its own statistics. */
  InstanceNormalization: (context, gradient) => {
    const axes = context.outputShape(0).flatMap((_, axis) => (axis < 2 ? [] : [axis]));
    return ownStatisticsGradients(context, gradient, axes);
  },
} satisfies GradientRules;

type NormalisationContext = GradientContext<"BatchNormalization"> | GradientContext<"InstanceNormalization">;

type Answers = readonly (() => Value)[];

/** `axes` are all but that of channels. With r = 1 / √(variance + ε) and the normalised x̂ = (x − mean) · r, the gradients
 * of image, scale, bias, mean and variance are g·scale·r, Σ g·x̂, Σ g, −scale·r·Σ g and −½·scale·r²·Σ g·x̂. */
function givenStatisticsGradients(
  context: GradientContext<"BatchNormalization">,
  gradient: Value,
  axes: readonly number[],
): Answers {
  const { builder, attributes, input } = context;
  const spread = (perChannel: Value): Value => overSpace(builder, perChannel, gradient);
  const rate = (): Value => inverseDeviation(builder, input(4), attributes.epsilon);
  const sum = (value: Value): Value => builder.reduceSum(value, { axes, keepAxes: false });
  const slope = (): Value => builder.mul(input(1), rate());
  const scaleGradient = (): Value => {
    const centred = builder.sub(input(0), spread(input(3)));
    return builder.mul(rate(), sum(builder.mul(gradient, centred)));
  };
  return [
    () => builder.mul(gradient, spread(slope())),
    scaleGradient,
    () => sum(gradient),
    () => builder.neg(builder.mul(slope(), sum(gradient))),
    () => {
      const half = builder.scalarLike(gradient, -0.5);
      return builder.mul(builder.mul(half, builder.mul(slope(), rate())), scaleGradient());
    },
  ];
}

/** `axes` are those that the statistics are taken over. The image's gradient is scale·r·(g − mean g − x̂·mean (g·x̂)). */
function ownStatisticsGradients(context: NormalisationContext, gradient: Value, axes: readonly number[]): Answers {
  const { builder, attributes, input, outputShape } = context;
  const mean = (value: Value): Value => builder.reduceMean(value, { axes });
  const perChannel = (value: Value): Value => {
    const others = outputShape(0).flatMap((_, axis) => (axis === 1 ? [] : [axis]));
    return builder.reduceSum(value, { axes: others, keepAxes: false });
  };
  const centred = (): Value => builder.sub(input(0), mean(input(0)));
  const rateOf = (away: Value): Value => inverseDeviation(builder, mean(builder.mul(away, away)), attributes.epsilon);
  return [
    () => {
      const away = centred();
      const rate = rateOf(away);
      const share = builder.mul(mean(builder.mul(gradient, away)), builder.mul(rate, rate));
      const moved = builder.sub(builder.sub(gradient, mean(gradient)), builder.mul(away, share));
      return builder.mul(moved, builder.mul(overSpace(builder, input(1), gradient), rate));
    },
    () => {
      const away = centred();
      return perChannel(builder.mul(gradient, builder.mul(away, rateOf(away))));
    },
    () => perChannel(gradient),
  ];
}

/** Where the running statistics are the batch's own, which need not be computed again; `sum` adds up each channel. With n
 * elements in a channel, Σ g·x̂ = r·(Σ g·x − mean·Σ g), and the image's gradient is scale·r·(g − Σ g / n − x̂·Σ g·x̂ / n):
 * a multiple of g, one of x, and a number, for each channel. */
export function batchStatisticsGradients(
  { builder, input, output }: Pick<GradientContext, "builder" | "input" | "output">,
  gradient: Value,
  { epsilon, sum }: { readonly epsilon: number; readonly sum: (value: Value) => Value },
): Answers {
  const axes = gradient.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const sums = once(() => {
    const [mean, rate] = [output(1), inverseDeviation(builder, output(2), epsilon)];
    const [biasSum, productSum] = [sum(gradient), sum(builder.mul(gradient, input(0)))];
    const scaleSum = builder.mul(rate, builder.sub(productSum, builder.mul(mean, biasSum)));
    return { mean, rate, bias: biasSum, scale: scaleSum };
  });
  const count = (): Value =>
    axes.map((axis) => scalarOf(builder, sizeOf(builder, gradient, axis), gradient)).reduce(builder.mul);
  return [
    () => {
      const { mean, rate, bias, scale } = sums();
      const slope = builder.mul(input(1), rate);
      const share = builder.div(slope, count());
      const alongImage = builder.neg(builder.mul(share, builder.mul(rate, scale)));
      const shift = builder.neg(builder.add(builder.mul(share, bias), builder.mul(alongImage, mean)));
      const spread = (perChannel: Value): Value => overSpace(builder, perChannel, gradient);
      const moved = builder.add(builder.mul(gradient, spread(slope)), builder.mul(input(0), spread(alongImage)));
      return builder.add(moved, spread(shift));
    },
    () => sums().scale,
    () => sums().bias,
  ];
}

function once<Answer>(compute: () => Answer): () => Answer {
  let answer: { readonly value: Answer } | undefined;
  return () => (answer ??= { value: compute() }).value;
}

function inverseDeviation(builder: GraphBuilder, variance: Value, epsilon: number): Value {
  return builder.reciprocal(builder.sqrt(builder.add(variance, builder.scalarLike(variance, epsilon))));
}

/** One number for each channel, such that it broadcasts over [images, channels, axes of space…]. */
function overSpace(builder: GraphBuilder, perChannel: Value, image: Value): Value {
  return builder.reshape(perChannel, [-1, ...image.shape.slice(2).map(() => 1)]);
}
