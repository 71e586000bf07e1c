/** @file Rules of differentiation for activations that are exponential below zero, or whose slope there is learned. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { GradientContext, GradientRules } from "../gradient-rule";

export const activationRules = {
  PRelu: ({ builder, input, sumToInput }, gradient) => {
    const isAbove = builder.greater(input(0), builder.scalarLike(gradient, 0));
    return [
      () => builder.where(isAbove, gradient, builder.mul(gradient, input(1))),
      () => {
        const below = builder.where(isAbove, builder.scalarLike(gradient, 0), input(0));
        return sumToInput(builder.mul(gradient, below), 1);
      },
    ];
  },

  // Below zero, what comes out tells the slope: y = α·(eˣ − 1) rises by y + α.
  Elu: (context, gradient) => [
    () => {
      const { alpha } = context.attributes;
      return bend(context, gradient, { keepsSign: alpha >= 0, above: 1, rate: 1, offset: alpha });
    },
  ],
  Selu: (context, gradient) => [
    () => {
      const { alpha, gamma } = context.attributes;
      const keepsSign = alpha >= 0 && gamma > 0;
      return bend(context, gradient, { keepsSign, above: gamma, rate: 1, offset: alpha * gamma });
    },
  ],
  Celu: (context, gradient) => [
    () => bend(context, gradient, { keepsSign: true, above: 1, rate: 1 / context.attributes.alpha, offset: 1 }),
  ],

  /** y = x·t with t = tanh(softplus x), the softplus of which rises by sigmoid x. */
  Mish: ({ builder, input }, gradient) => [
    () => {
      const turned = builder.tanh(builder.apply("Softplus", [input(0)])[0]);
      const rest = builder.sub(builder.scalarLike(gradient, 1), builder.mul(turned, turned));
      const bent = builder.mul(builder.mul(input(0), builder.sigmoid(input(0))), rest);
      return builder.mul(gradient, builder.add(turned, bent));
    },
  ],
} satisfies GradientRules;

interface Bend {
  /** Whether what comes out is above zero where, and only where, what went in is. */
  readonly keepsSign: boolean;
  /** The slope above zero. */
  readonly above: number;
  /** Below it, the slope is `rate · y + offset`. */
  readonly rate: number;
  readonly offset: number;
}

function bend(
  { builder, input, output }: GradientContext,
  gradient: Value,
  { keepsSign, above, rate, offset }: Bend,
): Value {
  const isAbove = builder.greater(keepsSign ? output(0) : input(0), builder.scalarLike(gradient, 0));
  const slope = builder.add(scaled(builder, output(0), rate), builder.scalarLike(gradient, offset));
  return builder.mul(gradient, builder.where(isAbove, builder.scalarLike(gradient, above), slope));
}

function scaled(builder: GraphBuilder, value: Value, factor: number): Value {
  return factor === 1 ? value : builder.mul(value, builder.scalarLike(value, factor));
}
