/** @file Rules of differentiation for operators that reduce, normalise or accumulate along axes. */
import type { Value } from "../../onnx/builder";
import { productOfSizes } from "../../onnx/dimension";
import { axisOf } from "../../onnx/operators/shape-rules";
import type { GradientContext, GradientRule, GradientRules } from "../gradient-rule";
import { isKnown } from "../gradient-shapes";

export const reductionRules = {
  ReduceSum: reduction(repeat),
  ReduceMean: reduction((context, gradient) =>
    repeat(context, context.builder.div(gradient, countReduced(context, gradient))),
  ),
  ReduceMax: reduction(extreme),
  ReduceMin: reduction(extreme),
  ReduceSumSquare: reduction(({ builder, input }, gradient) => builder.mul(builder.add(input(0), input(0)), gradient)),
  ReduceProd: reduction(product),
  ReduceL2: reduction(direction),
  ReduceLogSumExp: reduction(({ builder, input, keptOutput }, gradient) =>
    builder.mul(gradient, builder.exp(builder.sub(input(0), keptOutput()))),
  ),

  LayerNormalization: layerNormalisation,
  Softmax: ({ builder, attributes: { axis }, output }, gradient) => [
    () => {
      const weighted = builder.mul(gradient, output(0));
      return builder.sub(weighted, builder.mul(output(0), builder.reduceSum(weighted, { axes: [axis] })));
    },
  ],
  LogSoftmax: ({ builder, attributes: { axis }, output }, gradient) => [
    () => {
      const total = builder.reduceSum(gradient, { axes: [axis] });
      return builder.sub(gradient, builder.mul(builder.exp(output(0)), total));
    },
  ],
  CumSum: ({ builder, attributes: { exclusive, reverse }, input }, gradient) => [
    () => builder.apply("CumSum", [gradient, input(1)], { exclusive, reverse: reverse === 0 ? 1 : 0 })[0],
  ],
} satisfies GradientRules;

type ReductionName =
  | "ReduceSum"
  | "ReduceMean"
  | "ReduceMax"
  | "ReduceMin"
  | "ReduceProd"
  | "ReduceSumSquare"
  | "ReduceL2"
  | "ReduceLogSumExp";

interface Reduction extends GradientContext<ReductionName> {
  /** Counted from the front. */
  readonly axes: readonly number[];
  /** What the node answers, with the reduced axes in their places. */
  readonly keptOutput: () => Value;
}

/** `derive` is given the gradient with the reduced axes in their places, as axes of size 1. */
function reduction(derive: (context: Reduction, gradient: Value) => Value): GradientRule<ReductionName> {
  return (context, gradient) => [
    () => {
      const axes = reducedAxes(context);
      const isKept = context.attributes.keepdims !== 0 || axes.length === 0;
      const keep = (value: Value): Value => (isKept ? value : context.builder.unsqueeze(value, axes));
      return derive({ ...context, axes, keptOutput: () => keep(context.output(0)) }, keep(gradient));
    },
  ];
}

function reducedAxes(context: GradientContext<ReductionName>): readonly number[] {
  const { attributes, contents, hasInput, inputShape, refuse } = context;
  const known = attributes.axes ?? contents(1) ?? (hasInput(1) ? undefined : []);
  if (!known || !isKnown(known)) throw refuse("needs axes that are known before it runs");
  if (known.length > 0) return known.map((axis) => axisOf(axis, inputShape(0).length, context));
  return attributes.noop_with_empty_axes === 0 ? inputShape(0).map((_, axis) => axis) : [];
}

function repeat({ builder, sizesOfInput }: Reduction, gradient: Value): Value {
  return builder.expand(gradient, sizesOfInput(0));
}

/** How many elements make one, in the type of the gradient. */
function countReduced({ builder, axes, inputShape, sizesOfInput }: Reduction, gradient: Value): Value {
  const count = productOfSizes(axes.map((axis) => inputShape(0)[axis]));
  if (typeof count === "number") return builder.scalarLike(gradient, count);
  const sizes = builder.gather(sizesOfInput(0), builder.integers(axes));
  const [product_] = builder.apply("ReduceProd", [sizes], { keepdims: 0 });
  return builder.cast(product_, gradient.type);
}

/** To the element that is the answer; in equal shares where several are, as torch's amax does. */
function extreme({ builder, axes, input, keptOutput }: Reduction, gradient: Value): Value {
  const chosen = builder.cast(builder.equal(input(0), keptOutput()), gradient.type);
  const count = axes.length > 0 ? builder.reduceSum(chosen, { axes }) : chosen;
  return builder.mul(chosen, builder.div(gradient, count));
}

/** Away from zero; at zero itself, where a length has no slope, nothing, as torch's norm does. */
function direction({ builder, input, keptOutput }: Reduction, gradient: Value): Value {
  const zero = builder.scalarLike(gradient, 0);
  const isZero = builder.equal(keptOutput(), zero);
  const length = builder.where(isZero, builder.scalarLike(gradient, 1), keptOutput());
  return builder.mul(input(0), builder.div(gradient, length));
}

/** The product of all others, without dividing by an element that is 0. */
function product({ builder, axes, input }: Reduction, gradient: Value): Value {
  const [zero, one] = [builder.scalarLike(gradient, 0), builder.scalarLike(gradient, 1)];
  const multiplied = (value: Value): Value => reduce(value, "ReduceProd");
  const reduce = (value: Value, operator: "ReduceProd" | "ReduceSum"): Value =>
    axes.length > 0 ? builder.apply(operator, [value, builder.integers(axes)])[0] : value;
  const isZero = builder.equal(input(0), zero);
  const others = builder.where(isZero, one, input(0));
  const zeros = reduce(builder.cast(isZero, gradient.type), "ReduceSum");
  const ofNonZero = builder.where(builder.equal(zeros, zero), builder.div(multiplied(others), others), zero);
  const ofZero = builder.where(builder.equal(zeros, one), multiplied(others), zero);
  return builder.mul(gradient, builder.where(isZero, ofZero, ofNonZero));
}

/** With r = 1 / √(variance + ε) and x̂ = (x − mean) · r, the gradients of input, scale and bias are
 * r·(h − mean h − x̂·mean (h·x̂)) of h = g·scale, g·x̂, and g. Through the statistics as outputs nothing is learned.
 * @see Ba et al., arXiv:1607.06450 */
function layerNormalisation(
  context: GradientContext<"LayerNormalization">,
  gradient: Value,
): ReturnType<GradientRule<"LayerNormalization">> {
  const { builder, attributes, input, inputShape, sumToInput } = context;
  const first = axisOf(attributes.axis, inputShape(0).length, context);
  const axes = inputShape(0).flatMap((_, axis) => (axis < first ? [] : [axis]));
  const mean = (value: Value): Value => builder.reduceMean(value, { axes });
  const centred = builder.sub(input(0), mean(input(0)));
  const variance = mean(builder.mul(centred, centred));
  const rate = builder.reciprocal(
    builder.sqrt(builder.add(variance, builder.scalarLike(variance, attributes.epsilon))),
  );
  const normalised = builder.mul(centred, rate);
  return [
    () => {
      const scaled = builder.mul(gradient, input(1));
      const along = builder.mul(normalised, mean(builder.mul(scaled, normalised)));
      return builder.mul(builder.sub(builder.sub(scaled, mean(scaled)), along), rate);
    },
    () => sumToInput(builder.mul(gradient, normalised), 1),
    () => sumToInput(gradient, 2),
  ];
}
