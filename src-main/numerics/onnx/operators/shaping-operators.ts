/** @file Operators that arrange elements anew without computing with them. */
import { divideSizesDown, fixedDifference, productOfSizes } from "../dimension";
import type { Dimension } from "../graph";
import { repeatElement } from "../tensor-elements";
import {
  defineOperator,
  integer,
  integers,
  older,
  optionalSlot,
  slot,
  type RuleContext,
  type Shape,
} from "./define-operator";
import { ANY } from "./element-groups";
import { axisOf, broadcastShapes, knownNumbers, openShape, spellShape } from "./shape-rules";

const RESHAPE = { allowzero: integer(0) } as const;

export const shapingOperators = {
  /** A size of 0 in the shape takes the input's over, unless `allowzero`; one of -1 takes what remains. */
  Reshape: defineOperator({
    since: 14,
    inputs: [slot("data", "T"), slot("shape", "int64")],
    outputs: [slot("reshaped", "T")],
    types: { T: ANY },
    attributes: RESHAPE,
    shapes(context) {
      const { inputs, refuse } = context;
      const [data, { contents, shape }] = inputs;
      const [rank] = shape;
      if (contents) return [reshape(data.shape, contents, context)];
      if (shape.length !== 1) throw refuse(`got a shape with ${shape.length} axes; one was expected`);
      return [openShape(context, rank)];
    },
    contents: ({ inputs: [{ contents }] }) => contents,
  }),

  Flatten: defineOperator({
    since: 13,
    inputs: [slot("input", "T")],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: { axis: integer(1) },
    shapes(context) {
      const [{ shape }] = context.inputs;
      const { axis } = context.attributes;
      const place = axis === shape.length ? axis : axisOf(axis, shape.length, context);
      return [[productOfSizes(shape.slice(0, place)), productOfSizes(shape.slice(place))]];
    },
  }),

  /** Without axes, each axis of size 1 goes. */
  Squeeze: defineOperator({
    since: 13,
    inputs: [slot("data", "T"), optionalSlot("axes", "int64")],
    outputs: [slot("squeezed", "T")],
    types: { T: ANY },
    attributes: { axes: older("integers") },
    shapes(context) {
      const { inputs, attributes, optional, refuse } = context;
      const [{ shape }] = inputs;
      const given = attributes.axes ?? knownNumbers(context, 1);
      if (!given && (optional(1) || shape.some((size) => typeof size === "string"))) return [undefined];
      const axes = given?.map((axis) => axisOf(axis, shape.length, context));
      const wrong = axes?.find((axis) => typeof shape[axis] === "number" && shape[axis] !== 1);
      if (wrong !== undefined) throw refuse(`takes axis ${wrong} of ${spellShape(shape)} away, whose size is not 1`);
      return [shape.filter((size, axis) => (axes ? !axes.includes(axis) : size !== 1))];
    },
    contents: ({ inputs: [{ contents }] }) => contents,
  }),

  Unsqueeze: defineOperator({
    since: 13,
    inputs: [slot("data", "T"), optionalSlot("axes", "int64")],
    outputs: [slot("expanded", "T")],
    types: { T: ANY },
    attributes: { axes: older("integers") },
    shapes(context) {
      const { inputs, attributes, optional, refuse } = context;
      const [{ shape }] = inputs;
      const given = attributes.axes ?? knownNumbers(context, 1);
      const count = given?.length ?? optional(1)?.shape[0];
      if (count === undefined) throw refuse("names no axes");
      if (!given) return [undefined];
      const rank = shape.length + given.length;
      const axes = new Set(given.map((axis) => axisOf(axis, rank, context)));
      if (axes.size !== given.length) throw refuse(`names an axis twice in ${spellShape(given)}`);
      const remaining = [...shape];
      return [Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : remaining.shift()!))];
    },
    contents: ({ inputs: [{ contents }] }) => contents,
  }),

  /** Without a permutation, the axes are reversed. */
  Transpose: defineOperator({
    since: 13,
    inputs: [slot("data", "T")],
    outputs: [slot("transposed", "T")],
    types: { T: ANY },
    attributes: { perm: integers() },
    shapes({ inputs, attributes, refuse }) {
      const [{ shape }] = inputs;
      const order = attributes.perm ?? shape.map((_, axis) => axis).toReversed();
      const isPermutation = order.length === shape.length && shape.every((_, axis) => order.includes(axis));
      if (!isPermutation) throw refuse(`orders the axes of ${spellShape(shape)} as ${spellShape(order)}`);
      return [order.map((axis) => shape[axis])];
    },
  }),

  Expand: defineOperator({
    since: 13,
    inputs: [slot("input", "T"), slot("shape", "int64")],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: {},
    shapes(context) {
      const [{ shape }, { contents, shape: wanted }] = context.inputs;
      if (contents) return [broadcastShapes(shape, contents, context)];
      const [rank] = wanted;
      return [openShape(context, typeof rank === "number" ? Math.max(rank, shape.length) : undefined)];
    },
    contents({ inputs: [{ contents }, { contents: wanted }] }) {
      const isLine = wanted !== undefined && wanted.length < 2 && contents?.length === 1;
      return isLine ? repeatElement(contents[0], wanted[0] ?? 1) : undefined;
    },
  }),
};

type ReshapeContext = Pick<RuleContext<typeof RESHAPE>, "attributes" | "refuse">;

function reshape(shape: Shape, wanted: Shape, { attributes, refuse }: ReshapeContext): Shape {
  const complaint = (): Error => refuse(`makes the shape ${spellShape(wanted)} of ${spellShape(shape)}`);
  const isKept = wanted.map((size) => size === 0 && attributes.allowzero === 0);
  if (isKept.some((kept, axis) => kept && axis >= shape.length)) throw complaint();
  const sizes = wanted.map((size, axis) => (isKept[axis] ? shape[axis] : size));
  const open = sizes.indexOf(-1);
  const others = sizes.filter((_, axis) => axis !== open);
  if (others.some((size) => typeof size === "number" && size < 0)) throw complaint();
  if (open < 0) {
    if ((fixedDifference(productOfSizes(shape), productOfSizes(sizes)) ?? 0) !== 0) throw complaint();
    return sizes;
  }
  return sizes.with(open, remainingSize(shape, others, complaint));
}

/** Sizes that stand on both sides cancel first, so that open ones which may be 0 do not divide by it. */
function remainingSize(shape: Shape, others: Shape, complaint: () => Error): Dimension {
  const left = [...shape];
  const divisors = others.filter((size) => {
    const place = typeof size === "string" ? left.indexOf(size) : -1;
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
  const [total, divisor] = [productOfSizes(left), productOfSizes(divisors)];
  if (divisor === 0) throw complaint();
  if (typeof total === "number" && typeof divisor === "number" && total % divisor !== 0) throw complaint();
  return divideSizesDown(total, divisor);
}
