/** @file Rules of differentiation for operators that join tensors, take parts of them and surround them. */
import type { Value } from "../../onnx/builder";
import { axisOf } from "../../onnx/operators/shape-rules";
import type { GradientContext, GradientRules } from "../gradient-rule";
import { isKnown } from "../gradient-shapes";
import { inputSize, scalarOf, shapeFrom } from "./open-sizes";
import { placeRows, surroundByZeros } from "./place-rows";

export const slicingRules = {
  Concat: (context, gradient) => {
    const { builder, inputCount, inputShape } = context;
    const axis = axisOf(context.attributes.axis, inputShape(0).length, context);
    const places = Array.from({ length: inputCount }, (_, index) => index);
    const sizes = shapeFrom(
      builder,
      places.map((index) => inputSize(context, index, axis)),
    );
    const parts = builder.apply("Split", [gradient, sizes], { axis }, inputCount);
    return places.map((index) => () => parts[index]);
  },
  Split: ({ builder, attributes: { axis }, outputCount, gradientOf }, gradient) => {
    const others = Array.from({ length: outputCount - 1 }, (_, index) => gradientOf(index + 1));
    return [() => builder.concat([gradient, ...others], axis)];
  },

  Slice: (context, gradient) => [
    () => {
      const runs = slicedAxes(context).map((axis, place) => ({ axis, place }));
      return runs.reduce((sum, run) => unslice(context, sum, run), gradient);
    },
  ],

  /** What was added is cut off, and what negative pads cut off is added. */
  Pad: (context, gradient) => {
    const { builder, attributes, contents, input, hasInput, refuse } = context;
    return [
      () => {
        if (attributes.mode !== "constant") throw refuse(`is not known for the mode ${attributes.mode}`);
        const known = contents(1);
        const pads = known && isKnown(known) ? builder.integers(known.map((pad) => -pad + 0)) : builder.neg(input(1));
        return builder.apply("Pad", [gradient, pads, undefined, hasInput(3) ? input(3) : undefined])[0];
      },
      undefined,
      () => {
        throw refuse("with respect to the number that it pads with is not known");
      },
    ];
  },
} satisfies GradientRules;

interface Run {
  readonly axis: number;
  /** Which of the listed starts and ends belong to the axis. */
  readonly place: number;
}

function unslice(context: GradientContext<"Slice">, gradient: Value, { axis, place }: Run): Value {
  const { builder, contents, hasInput, input, inputShape, outputShape } = context;
  const size = inputShape(0)[axis];
  const start = contents(1)?.[place];
  const step = hasInput(4) ? contents(4)?.[place] : 1;
  const isPlain = step === 1 && typeof start === "number" && typeof size === "number";
  if (isPlain && typeof outputShape(0)[axis] === "number") {
    const first = Math.min(Math.max(start < 0 ? start + size : start, 0), size);
    return surroundByZeros(builder, gradient, { axis, start: first, size });
  }
  // Whatever starts, ends and steps mean, they mean the same for the places themselves.
  const whole = inputSize(context, 0, axis);
  const all = builder.range(scalarOf(builder, whole, builder.integers(0)));
  const at = (index: number): Value =>
    builder.cast(builder.slice(input(index), { starts: [place], ends: [place + 1] }), "int64");
  const [places] = builder.apply("Slice", [all, at(1), at(2), builder.integers([0]), hasInput(4) ? at(4) : undefined]);
  return placeRows(builder, gradient, { axis, places, size: whole });
}

function slicedAxes(context: GradientContext<"Slice">): readonly number[] {
  const { contents, hasInput, inputShape, refuse } = context;
  const count = contents(1)?.length ?? inputShape(1)[0];
  const first = typeof count === "number" ? Array.from({ length: count }, (_, axis) => axis) : undefined;
  const axes = hasInput(3) ? contents(3) : first;
  if (!axes || !isKnown(axes)) throw refuse("needs axes that are known before it runs");
  return axes.map((axis) => axisOf(axis, inputShape(0).length, context));
}
