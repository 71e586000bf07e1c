/** @file Rules of differentiation for functions of angles. */
import type { GradientRules } from "../gradient-rule";

export const angleRules = {
  Sin: ({ builder, input }, gradient) => [() => builder.mul(gradient, builder.apply("Cos", [input(0)])[0])],
  Cos: ({ builder, input }, gradient) => [
    () => builder.neg(builder.mul(gradient, builder.apply("Sin", [input(0)])[0])),
  ],
  Atan: ({ builder, input }, gradient) => [
    () => builder.div(gradient, builder.add(builder.mul(input(0), input(0)), builder.scalarLike(gradient, 1))),
  ],
} satisfies GradientRules;
