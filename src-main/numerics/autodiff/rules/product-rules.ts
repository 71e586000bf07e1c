/** @file Rules of differentiation for products of matrices. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { GradientContext, GradientRules } from "../gradient-rule";

export const productRules = {
  MatMul: (context, gradient) => {
    const { builder, input, inputShape, sumToInput } = context;
    const [isRow, isColumn] = [inputShape(0).length === 1, inputShape(1).length === 1];
    // A vector is a matrix of one row on the left, and of one column on the right.
    const left = (): Value => (isRow ? builder.unsqueeze(input(0), [0]) : input(0));
    const right = (): Value => (isColumn ? builder.unsqueeze(input(1), [1]) : input(1));
    const rows = isColumn ? builder.unsqueeze(gradient, [-1]) : gradient;
    const matrix = isRow ? builder.unsqueeze(rows, [-2]) : rows;
    return [
      () => {
        const full = builder.matMul(matrix, swapLast(builder, right()));
        return sumToInput(isRow ? builder.squeeze(full, [-2]) : full, 0);
      },
      () => {
        const flat = isRow || isColumn ? undefined : weightGradient(context, gradient);
        if (flat) return flat;
        const full = builder.matMul(swapLast(builder, left()), matrix);
        return sumToInput(isColumn ? builder.squeeze(full, [-1]) : full, 1);
      },
    ];
  },

  Gemm: ({ builder, attributes, input, sumToInput }, gradient) => {
    const { alpha, beta } = attributes;
    const [transposeA, transposeB] = [attributes.transA !== 0, attributes.transB !== 0];
    return [
      () =>
        transposeA
          ? builder.gemm(input(1), gradient, { transposeA: transposeB, transposeB: true, alpha })
          : builder.gemm(gradient, input(1), { transposeB: !transposeB, alpha }),
      () =>
        transposeB
          ? builder.gemm(gradient, input(0), { transposeA: true, transposeB: transposeA, alpha })
          : builder.gemm(input(0), gradient, { transposeA: !transposeA, alpha }),
      () => sumToInput(beta === 1 ? gradient : builder.mul(gradient, builder.scalarLike(gradient, beta)), 2),
    ];
  },
} satisfies GradientRules;

/** Of one matrix that all of many are multiplied by: one product of all rows, in place of many that are summed.
 * Undefined where the right side is not such a matrix of known sizes. */
function weightGradient({ builder, input, inputShape }: GradientContext, gradient: Value): Value | undefined {
  const [inner, columns] = inputShape(1);
  const isPlain = inputShape(1).length === 2 && inputShape(0).length > 2;
  if (!isPlain || typeof inner !== "number" || typeof columns !== "number") return undefined;
  if (inner === 0 || columns === 0) return undefined;
  const [left, right] = [builder.reshape(input(0), [-1, inner]), builder.reshape(gradient, [-1, columns])];
  return builder.gemm(left, right, { transposeA: true });
}

function swapLast(builder: GraphBuilder, value: Value): Value {
  const axes = value.shape.map((_, axis) => axis);
  const rank = axes.length;
  return builder.transpose(value, [...axes.slice(0, -2), rank - 1, rank - 2]);
}
