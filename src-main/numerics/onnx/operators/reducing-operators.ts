/** @file Operators that reduce, normalise, order or accumulate along axes. */
import type { ElementType } from "../../tensor/tensor";
import type { Dimension } from "../graph";
import {
  defineOperator,
  float,
  integer,
  older,
  optionalSlot,
  slot,
  type OperatorDefinition,
  type RuleContext,
  type Shape,
} from "./define-operator";
import { FLOATS, NUMBERS, PLACES } from "./element-groups";
import { axisOf, knownNumbers, sameAsFirst, spellShape } from "./shape-rules";

const REDUCTION = { axes: older("integers"), keepdims: integer(1), noop_with_empty_axes: integer(0) } as const;
const AXIS = { axis: integer(-1) } as const;
const REDUCED = [...FLOATS, "int32", "int64", "uint32", "uint64"] as const;
const COMPARED = [...REDUCED, "int8", "uint8"] as const;

export const reducingOperators = {
  ReduceSum: reduction(13, REDUCED),
  ReduceMean: reduction(18, REDUCED),
  ReduceProd: reduction(18, REDUCED, (elements) => elements.reduce((product, each) => product * each, 1)),
  ReduceMax: reduction(18, COMPARED, (elements) => Math.max(...elements)),
  ReduceMin: reduction(18, COMPARED, (elements) => Math.min(...elements)),
  ReduceSumSquare: reduction(18, REDUCED),
  ReduceL2: reduction(18, REDUCED),
  ReduceLogSumExp: reduction(18, REDUCED),

  /** Of equal elements the first, unless `select_last_index`. */
  ArgMax: defineOperator({
    since: 13,
    inputs: [slot("data", "T")],
    outputs: [slot("reduced", "int64")],
    types: { T: NUMBERS },
    attributes: { axis: integer(0), keepdims: integer(1), select_last_index: integer(0) },
    shapes(context) {
      const [{ shape }] = context.inputs;
      return [
        reduced(shape, [axisOf(context.attributes.axis, shape.length, context)], context.attributes.keepdims !== 0),
      ];
    },
  }),

  /** Brings all elements from `axis` on to mean 0 and variance 1, scaled and moved place by place. */
  LayerNormalization: defineOperator({
    since: 17,
    inputs: [slot("X", "T"), slot("Scale", "T"), optionalSlot("B", "T")],
    outputs: [slot("Y", "T"), optionalSlot("Mean", "float32"), optionalSlot("InvStdDev", "float32")],
    types: { T: FLOATS },
    attributes: { axis: integer(-1), epsilon: float(1e-5), stash_type: integer(1) },
    shapes(context) {
      const [{ shape }] = context.inputs;
      const first = axisOf(context.attributes.axis, shape.length, context);
      const statistics = shape.map((size, axis) => (axis < first ? size : 1));
      return [shape, statistics, statistics];
    },
  }),

  Softmax: alongAxis(),
  LogSoftmax: alongAxis(),

  CumSum: defineOperator({
    since: 14,
    inputs: [slot("x", "T"), slot("axis", "T2")],
    outputs: [slot("y", "T")],
    types: { T: REDUCED, T2: PLACES },
    attributes: { exclusive: integer(0), reverse: integer(0) },
    shapes(context) {
      const [axis] = knownNumbers(context, 1) ?? [];
      if (axis !== undefined) axisOf(axis, context.inputs[0].shape.length, context);
      return sameAsFirst(context);
    },
  }),

  TopK: defineOperator({
    since: 11,
    inputs: [slot("X", "T"), slot("K", "int64")],
    outputs: [slot("Values", "T"), slot("Indices", "int64")],
    types: { T: NUMBERS },
    attributes: { axis: integer(-1), largest: integer(1), sorted: integer(1) },
    shapes(context) {
      const { inputs, attributes, openSize, refuse } = context;
      const [{ shape }, { contents }] = inputs;
      const axis = axisOf(attributes.axis, shape.length, context);
      const [count] = contents ?? [];
      const size = shape[axis];
      if (typeof count === "number" && (count < 0 || (typeof size === "number" && count > size))) {
        throw refuse(`takes the top ${count} along axis ${axis} of ${spellShape(shape)}`);
      }
      const top = shape.with(axis, count ?? openSize(0, axis));
      return [top, top];
    },
  }),
};

/** Softmax and its logarithm. */
function alongAxis(): OperatorDefinition<typeof AXIS> {
  return {
    since: 13,
    inputs: [slot("input", "T")],
    outputs: [slot("output", "T")],
    types: { T: FLOATS },
    attributes: AXIS,
    shapes(context) {
      axisOf(context.attributes.axis, context.inputs[0].shape.length, context);
      return sameAsFirst(context);
    },
  };
}

function reduction(
  since: number,
  types: readonly ElementType[],
  fold?: (elements: readonly number[]) => number,
): OperatorDefinition<typeof REDUCTION> {
  return {
    since,
    inputs: [slot("data", "T"), optionalSlot("axes", "int64")],
    outputs: [slot("reduced", "T")],
    types: { T: types },
    attributes: REDUCTION,
    shapes(context) {
      const { attributes, inputs, optional, outputCount } = context;
      const [{ shape }] = inputs;
      const isOpen = !attributes.axes && optional(1) !== undefined && !knownNumbers(context, 1);
      if (isOpen) return Array.from({ length: outputCount }, () => openReduction(context));
      const given = attributes.axes ?? knownNumbers(context, 1) ?? [];
      if (given.length === 0 && attributes.noop_with_empty_axes !== 0) return [shape];
      const axes = given.map((axis) => axisOf(axis, shape.length, context));
      return [reduced(shape, axes.length > 0 ? axes : shape.map((_, axis) => axis), attributes.keepdims !== 0)];
    },
    contents(context) {
      const elements = knownNumbers(context, 0);
      const isLine = context.inputs[0].shape.length === 1 && elements !== undefined && elements.length > 0;
      return fold && isLine && context.attributes.noop_with_empty_axes === 0 ? [fold(elements)] : undefined;
    },
  };
}

function openReduction({
  inputs: [{ shape }],
  attributes,
  openSize,
}: RuleContext<typeof REDUCTION>): Shape | undefined {
  return attributes.keepdims === 0 ? undefined : shape.map((_, axis) => openSize(0, axis));
}

function reduced(shape: Shape, axes: readonly number[], isKept: boolean): Shape {
  return shape.flatMap((size, axis): readonly Dimension[] => {
    if (!axes.includes(axis)) return [size];
    return isKept ? [1] : [];
  });
}
