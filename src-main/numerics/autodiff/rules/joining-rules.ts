/** @file Rules of differentiation for operators that join any number of tensors in one, element by element. */
import type { Value } from "../../onnx/builder";
import type { GradientContext, GradientRule, GradientRules } from "../gradient-rule";

export const joiningRules = {
  Sum: toEach,
  Mean: (context, gradient) => {
    const { builder, inputCount } = context;
    return toEach(context, builder.div(gradient, builder.scalarLike(gradient, inputCount)));
  },
} satisfies GradientRules;

function toEach({ inputCount, sumToInput }: GradientContext, gradient: Value): ReturnType<GradientRule> {
  return Array.from({ length: inputCount }, (_, index) => () => sumToInput(gradient, index));
}
