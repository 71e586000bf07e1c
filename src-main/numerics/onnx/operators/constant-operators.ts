/** @file Operators that answer with sizes and constants. */
import type { Tensor } from "../../tensor/tensor";
import { divideSizesUp, largerSize, subtractSizes } from "../dimension";
import { elementsOf, repeatElement } from "../tensor-elements";
import { defineOperator, float, floats, integer, integers, slot, tensor, type RuleContext } from "./define-operator";
import { ANY, NUMBERS } from "./element-groups";
import { openShape } from "./shape-rules";

const CONSTANT = {
  value: tensor(),
  value_float: float(),
  value_floats: floats(),
  value_int: integer(),
  value_ints: integers(),
} as const;

export const constantOperators = {
  Constant: defineOperator({
    since: 13,
    inputs: [],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: CONSTANT,
    shapes: (context) => [constantOf(context).shape],
    outputTypes: (context) => [constantOf(context).type],
    contents: (context) => elementsOf(constantOf(context)),
  }),

  /** The sizes of the axes from `start` to before `end`. */
  Shape: defineOperator({
    since: 15,
    inputs: [slot("data", "T")],
    outputs: [slot("shape", "int64")],
    types: { T: ANY },
    attributes: { start: integer(0), end: integer() },
    shapes: ({ inputs: [{ shape }], attributes: { start, end } }) => [[shape.slice(start, end).length]],
    contents: ({ inputs: [{ shape }], attributes: { start, end } }) => shape.slice(start, end),
  }),

  ConstantOfShape: defineOperator({
    since: 9,
    inputs: [slot("input", "int64")],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: { value: tensor() },
    shapes(context) {
      const [{ contents, shape }] = context.inputs;
      return [contents ?? openShape(context, shape[0])];
    },
    outputTypes: ({ attributes }) => [attributes.value?.type ?? "float32"],
    contents({ inputs: [{ contents }], attributes }) {
      if (!contents || contents.length > 1) return undefined;
      const [value = 0] = attributes.value ? (elementsOf(attributes.value) ?? []) : [];
      return repeatElement(value, contents[0] ?? 1);
    },
  }),

  Range: defineOperator({
    since: 11,
    inputs: [slot("start", "T"), slot("limit", "T"), slot("delta", "T")],
    outputs: [slot("output", "T")],
    types: { T: NUMBERS },
    attributes: {},
    shapes({ inputs, openSize }) {
      const [start, limit, delta] = inputs.map(({ contents }) => contents?.[0]);
      if (start === undefined || limit === undefined || typeof delta !== "number" || delta === 0)
        return [[openSize(0, 0)]];
      if (typeof start === "number" && typeof limit === "number") {
        return [[Math.max(0, Math.ceil((limit - start) / delta))]];
      }
      const count = divideSizesUp(
        delta > 0 ? subtractSizes(limit, start) : subtractSizes(start, limit),
        Math.abs(delta),
      );
      return [[Number.isInteger(delta) ? largerSize(0, count) : openSize(0, 0)]];
    },
  }),
};

function constantOf({ attributes, refuse }: RuleContext<typeof CONSTANT>): Tensor {
  const { value, value_float, value_floats, value_int, value_ints } = attributes;
  if (value) return value;
  if (value_float !== undefined) return { type: "float32", shape: [], data: Float32Array.of(value_float) };
  if (value_floats) return { type: "float32", shape: [value_floats.length], data: Float32Array.from(value_floats) };
  if (value_int !== undefined) return { type: "int64", shape: [], data: BigInt64Array.of(BigInt(value_int)) };
  if (value_ints) return { type: "int64", shape: [value_ints.length], data: BigInt64Array.from(value_ints, BigInt) };
  throw refuse("has no value");
}
