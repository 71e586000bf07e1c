/** @file Products of matrices. */
import { mayBeEqual } from "../dimension";
import { defineOperator, float, integer, optionalSlot, slot, type Shape } from "./define-operator";
import { FLOATS } from "./element-groups";
import { broadcastShapes, equalSize, requireRank, spellShape } from "./shape-rules";

const NUMBERS = [...FLOATS, "int32", "int64", "uint32", "uint64"] as const;

export const productOperators = {
  MatMul: defineOperator({
    since: 13,
    inputs: [slot("A", "T"), slot("B", "T")],
    outputs: [slot("Y", "T")],
    types: { T: NUMBERS },
    attributes: {},
    shapes(context) {
      const { inputs, refuse } = context;
      const [{ shape: left }, { shape: right }] = inputs;
      if (left.length === 0 || right.length === 0) {
        throw refuse(`got the shapes ${spellShape(left)} and ${spellShape(right)}; a product needs axes`);
      }
      const inner = right.length === 1 ? right[0] : right[right.length - 2];
      equalSize(left[left.length - 1], inner, () =>
        refuse(`got the shapes ${spellShape(left)} and ${spellShape(right)}, whose inner sizes differ`),
      );
      const rows: Shape = left.length === 1 ? [] : [left[left.length - 2]];
      const columns: Shape = right.length === 1 ? [] : [right[right.length - 1]];
      return [[...broadcastShapes(left.slice(0, -2), right.slice(0, -2), context), ...rows, ...columns]];
    },
  }),

  Gemm: defineOperator({
    since: 13,
    inputs: [slot("A", "T"), slot("B", "T"), optionalSlot("C", "T")],
    outputs: [slot("Y", "T")],
    types: { T: NUMBERS },
    attributes: { alpha: float(1), beta: float(1), transA: integer(0), transB: integer(0) },
    shapes(context) {
      const { attributes, refuse } = context;
      const left = requireRank(context, 0, 2);
      const right = requireRank(context, 1, 2);
      const [rows, inner] = attributes.transA === 0 ? left : left.toReversed();
      const [innerRight, columns] = attributes.transB === 0 ? right : right.toReversed();
      equalSize(inner, innerRight, () =>
        refuse(
          `got the shapes ${spellShape(left)} and ${spellShape(right)}, whose inner sizes ${inner} and ${innerRight} differ`,
        ),
      );
      const shape = [rows, columns];
      const added = context.optional(2)?.shape ?? [];
      const isFitting = added.every(
        (size, axis) => size === 1 || mayBeEqual(size, shape[axis + 2 - added.length] ?? -1),
      );
      if (!isFitting) throw refuse(`adds the shape ${spellShape(added)} to ${spellShape(shape)}`);
      return [shape];
    },
  }),
};
