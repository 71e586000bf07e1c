/** @file Rules of differentiation for operators that read and write elements at places which are data themselves. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import { axisOf } from "../../onnx/operators/shape-rules";
import type { GradientContext, GradientRules } from "../gradient-rule";
import { isKnown, reshapeExactly } from "../gradient-shapes";
import { inputSize, scalarOf, shapeFrom, type Size } from "./open-sizes";
import { placeRows, sumRows, surroundByZeros } from "./place-rows";

export const gatheringRules = {
  Gather: (context, gradient) => [
    () => {
      const axis = axisOf(context.attributes.axis, context.inputShape(0).length, context);
      return context.shapeLikeInput(ungather(context, gradient, axis), 0);
    },
  ],
  GatherElements: ({ builder, attributes: { axis }, input, sizesOfInput }, gradient) => [
    () =>
      builder.scatterElements(builder.fill(sizesOfInput(0), 0, gradient), input(1), gradient, {
        axis,
        reduction: "add",
      }),
  ],
  GatherND: (context, gradient) => [() => context.shapeLikeInput(ungatherBlocks(context, gradient), 0)],

  ScatterElements: (context, gradient) => {
    const { builder, attributes, input } = context;
    const { axis } = attributes;
    requireSum(context);
    return [
      () => behindUpdates(context, gradient, (zeros) => builder.scatterElements(gradient, input(1), zeros, { axis })),
      undefined,
      () => builder.gatherElements(gradient, input(1), axis),
    ];
  },
  ScatterND: (context, gradient) => {
    const { builder, input } = context;
    requireSum(context);
    return [
      () => behindUpdates(context, gradient, (zeros) => builder.scatterND(gradient, input(1), zeros)),
      undefined,
      () => {
        depthOf(context);
        return builder.gatherND(gradient, input(1));
      },
    ];
  },

  OneHot: ({ refuse }) => [
    undefined,
    undefined,
    () => {
      throw refuse("with respect to its two values is not known");
    },
  ],

  /** No place comes twice, so that nothing is summed. */
  TopK: ({ builder, attributes, hasOutput, input, output, sizesOfInput }, gradient) => [
    () => {
      const places = hasOutput(1) ? output(1) : builder.apply("TopK", [input(0), input(1)], attributes)[1];
      const zeros = builder.fill(sizesOfInput(0), 0, gradient);
      return builder.scatterElements(zeros, places, gradient, { axis: attributes.axis });
    },
  ],
} satisfies GradientRules;

function ungather(context: GradientContext<"Gather">, gradient: Value, axis: number): Value {
  const { builder, input, inputShape } = context;
  const constant = constantPlaces(context, axis);
  if (constant) {
    const rows = inputShape(1).length === 0 ? builder.unsqueeze(gradient, [axis]) : gradient;
    const [start] = constant.places;
    if (constant.places.length === 1) return surroundByZeros(builder, rows, { axis, start, size: constant.size });
    return placeRows(builder, rows, { axis, places: builder.integers(constant.places), size: constant.size });
  }
  const sizes = sizesOf(context, 0);
  const ends = [sizes.slice(0, axis), sizesOf(context, 1), sizes.slice(axis + 1)];
  const rows = reshapeExactly(
    builder,
    gradient,
    shapeFrom(
      builder,
      ends.map((each) => multiplied(builder, each)),
    ),
  );
  const places = builder.cast(builder.reshape(input(1), [-1]), "int64");
  return sumRows(builder, rows, { places, size: sizes[axis] });
}

/** Counted from the front; undefined unless all are known and none comes twice. */
function constantPlaces(
  { contents, inputShape }: GradientContext<"Gather">,
  axis: number,
): { readonly places: readonly number[]; readonly size: number } | undefined {
  const [known, size] = [contents(1), inputShape(0)[axis]];
  if (inputShape(1).length > 1 || !known || !isKnown(known) || typeof size !== "number") return undefined;
  const places = known.map((place) => (place < 0 ? place + size : place));
  return places.length > 0 && new Set(places).size === places.length ? { places, size } : undefined;
}

/** The axes that the places name become one, along which it is a Gather. */
function ungatherBlocks(context: GradientContext<"GatherND">, gradient: Value): Value {
  const { builder, attributes } = context;
  const [shared, depth] = [attributes.batch_dims, depthOf(context)];
  const sizes = sizesOf(context, 0);
  const images = multiplied(builder, sizes.slice(0, shared));
  const named = sizes.slice(shared, shared + depth);
  const rows = multiplied(builder, sizesOf(context, 1).slice(shared, -1));
  const flat = flatPlaces(context, named);
  const perImage = reshapeExactly(builder, flat, shapeFrom(builder, [images, rows]));
  const starts = builder.mul(
    builder.range(scalarOf(builder, images, flat)),
    scalarOf(builder, multiplied(builder, named), flat),
  );
  const places = builder.reshape(builder.add(perImage, builder.unsqueeze(starts, [1])), [-1]);
  const block = multiplied(builder, sizes.slice(shared + depth));
  const gathered = reshapeExactly(
    builder,
    gradient,
    shapeFrom(builder, [1, multiplied(builder, [images, rows]), block]),
  );
  return sumRows(builder, gathered, { places, size: multiplied(builder, [images, ...named]) });
}

/** How many axes a row of places names, which the shapes of all else hang on. */
function depthOf({ inputShape, refuse }: GradientContext<"GatherND"> | GradientContext<"ScatterND">): number {
  const depth = inputShape(1).at(-1);
  if (typeof depth !== "number") throw refuse("needs to know how many axes its places name");
  return depth;
}

/** Positions along several axes as places in all of them, row-major. */
function flatPlaces({ builder, input }: GradientContext<"GatherND">, named: readonly Size[]): Value {
  const zero = builder.integers(0);
  const parts = named.map((size, depth) => {
    const place = builder.gather(input(1), builder.integers(depth), -1);
    const length = scalarOf(builder, size, zero);
    const front = builder.where(builder.less(place, zero), builder.add(place, length), place);
    return builder.mul(front, scalarOf(builder, multiplied(builder, named.slice(depth + 1)), zero));
  });
  return parts.reduce(builder.add);
}

function sizesOf(context: GradientContext<"Gather" | "GatherND">, index: number): readonly Size[] {
  return context.inputShape(index).map((_, axis) => inputSize(context, index, axis));
}

function multiplied(builder: GraphBuilder, sizes: readonly Size[]): Size {
  const known = sizes.filter((size) => typeof size === "number").reduce((product, size) => product * size, 1);
  const open = sizes.filter((size) => typeof size !== "number");
  if (open.length === 0) return known;
  return [...(known === 1 ? [] : [builder.integers([known])]), ...open].reduce(builder.mul);
}

type ScatterContext = GradientContext<"ScatterElements"> | GradientContext<"ScatterND">;

function requireSum({ attributes: { reduction }, refuse }: ScatterContext): void {
  if (reduction !== "none" && reduction !== "add") throw refuse(`is not known for the reduction ${reduction}`);
}

/** The gradient of what updates were added to, or written over by `clear`, which puts the given zeros in their places. */
function behindUpdates(
  { builder, attributes: { reduction }, sizesOfInput }: ScatterContext,
  gradient: Value,
  clear: (zeros: Value) => Value,
): Value {
  return reduction === "add" ? gradient : clear(builder.fill(sizesOfInput(2), 0, gradient));
}
