/** @file Rules of differentiation for operators that arrange elements anew. */
import type { Value } from "../../onnx/builder";
import { reshapeExactly } from "../gradient-shapes";
import type { GradientContext, GradientRule, GradientRules } from "../gradient-rule";

/** The same elements in the same order. */
const inShapeOfInput = ({ shapeLikeInput }: GradientContext, gradient: Value): ReturnType<GradientRule> => [
  () => shapeLikeInput(gradient, 0),
];

export const shapingRules = {
  Reshape: inShapeOfInput,
  Flatten: inShapeOfInput,
  Squeeze: inShapeOfInput,
  Unsqueeze: inShapeOfInput,
  Transpose: ({ builder, attributes: { perm }, inputShape }, gradient) => [
    () => {
      const order = perm ?? inputShape(0).map((_, axis) => inputShape(0).length - 1 - axis);
      return builder.transpose(
        gradient,
        order.map((_, axis) => order.indexOf(axis)),
      );
    },
  ],
  Expand: ({ sumToInput }, gradient) => [() => sumToInput(gradient, 0)],
  /** Each axis becomes two, copies and elements, of which the copies are summed. */
  Tile: ({ builder, input, inputShape, sizesOfInput }, gradient) => [
    () => {
      const pairs = builder.concat([builder.unsqueeze(input(1), [1]), builder.unsqueeze(sizesOfInput(0), [1])], 1);
      const copies = inputShape(0).map((_, axis) => 2 * axis);
      if (copies.length === 0) return gradient;
      const split = reshapeExactly(builder, gradient, builder.reshape(pairs, [-1]));
      return builder.reduceSum(split, { axes: copies, keepAxes: false });
    },
  ],
} satisfies GradientRules;
