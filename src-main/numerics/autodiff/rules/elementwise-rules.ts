/** @file Rules of differentiation for operators that treat each element by itself. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import type { GradientContext, GradientRule, GradientRules } from "../gradient-rule";

export const elementwiseRules = {
  Identity: (_, gradient) => [() => gradient],
  Cast: (context, gradient) => [() => context.builder.cast(gradient, context.inputType(0))],
  Neg: ({ builder }, gradient) => [() => builder.neg(gradient)],
  Add: (context, gradient) => [() => context.sumToInput(gradient, 0), () => context.sumToInput(gradient, 1)],
  Sub: (context, gradient) => [
    () => context.sumToInput(gradient, 0),
    () => context.builder.neg(context.sumToInput(gradient, 1)),
  ],
  Mul: (context, gradient) => [
    () => context.sumToInput(context.builder.mul(gradient, context.input(1)), 0),
    () => context.sumToInput(context.builder.mul(gradient, context.input(0)), 1),
  ],
  Div: (context, gradient) => {
    const { builder, input, output, sumToInput } = context;
    const share = builder.div(gradient, input(1));
    return [() => sumToInput(share, 0), () => builder.neg(sumToInput(builder.mul(share, output(0)), 1))];
  },
  Pow: (context, gradient) => [
    () => context.sumToInput(slopeOfBase(context, gradient), 0),
    () => context.sumToInput(slopeOfExponent(context, gradient), 1),
  ],

  Exp: ({ builder, output }, gradient) => [() => builder.mul(gradient, output(0))],
  Log: ({ builder, input }, gradient) => [() => builder.div(gradient, input(0))],
  Sqrt: ({ builder, output }, gradient) => [() => builder.div(halved(builder, gradient), output(0))],
  Reciprocal: ({ builder, output }, gradient) => [() => builder.neg(builder.mul(gradient, square(builder, output(0))))],
  Erf: ({ builder, input }, gradient) => [
    () => {
      const bell = builder.exp(builder.neg(square(builder, input(0))));
      return builder.mul(gradient, builder.mul(bell, builder.scalarLike(bell, 2 / Math.sqrt(Math.PI))));
    },
  ],
  // Not by Sign, which WebGPU does not have.
  Abs: ({ builder, input }, gradient) => [
    () => {
      const zero = builder.scalarLike(gradient, 0);
      const below = builder.where(builder.less(input(0), zero), builder.neg(gradient), zero);
      return builder.where(builder.greater(input(0), zero), gradient, below);
    },
  ],

  // What comes out tells the sign of what went in, and the next layer needs it anyway.
  // A product: ONNX Runtime's Where takes three passes on the CPU.
  Relu: ({ builder, output }, gradient) => [
    () => builder.mul(gradient, builder.cast(isAbove(builder, output(0), 0), gradient.type)),
  ],
  LeakyRelu: ({ builder, attributes: { alpha }, input, output }, gradient) => [
    () => {
      const positive = isAbove(builder, alpha >= 0 ? output(0) : input(0), 0);
      return builder.where(positive, gradient, builder.mul(gradient, builder.scalarLike(gradient, alpha)));
    },
  ],
  Sigmoid: ({ builder, output }, gradient) => [
    () => builder.mul(gradient, builder.mul(output(0), complement(builder, output(0)))),
  ],
  Tanh: ({ builder, output }, gradient) => [
    () => builder.mul(gradient, complement(builder, square(builder, output(0)))),
  ],
  // ONNX Runtime's Sigmoid on the CPU loses what lies far below zero: a part in 5,000 at -10, and all from -18 on, where
  // detectors in training have most of their answers. This one keeps all digits.
  Softplus: ({ builder, input }, gradient) => [
    () => builder.div(gradient, builder.add(builder.exp(builder.neg(input(0))), builder.scalarLike(gradient, 1))),
  ],
  HardSigmoid: ({ builder, attributes: { alpha }, output }, gradient) => [
    () => {
      const isInside = builder.and(isAbove(builder, output(0), 0), isBelow(builder, output(0), 1));
      const slope = builder.mul(gradient, builder.scalarLike(gradient, alpha));
      return builder.where(isInside, slope, builder.scalarLike(gradient, 0));
    },
  ],
  HardSwish: ({ builder, input }, gradient) => [
    () => {
      const slope = builder.add(
        builder.mul(input(0), builder.scalarLike(gradient, 1 / 3)),
        builder.scalarLike(gradient, 0.5),
      );
      const bent = builder.where(
        isAbove(builder, input(0), -3),
        builder.mul(gradient, slope),
        builder.scalarLike(gradient, 0),
      );
      return builder.where(isBelow(builder, input(0), 3), bent, gradient);
    },
  ],

  Clip: clip,
  Min: extreme,
  Max: extreme,
  Where: (context, gradient) => {
    const { builder, input, sumToInput } = context;
    const zero = builder.scalarLike(gradient, 0);
    return [
      undefined,
      () => sumToInput(builder.where(input(0), gradient, zero), 1),
      () => sumToInput(builder.where(input(0), zero, gradient), 2),
    ];
  },
} satisfies GradientRules;

function slopeOfBase({ builder, input, contents }: GradientContext, gradient: Value): Value {
  const [base, exponent] = [input(0), builder.cast(input(1), gradient.type)];
  const known = contents(1);
  if (known?.length === 1 && known[0] === 2) return builder.mul(gradient, builder.add(base, base));
  const power = builder.pow(base, builder.sub(exponent, builder.scalarLike(exponent, 1)));
  const slope = builder.mul(gradient, builder.mul(exponent, power));
  if (known && !known.includes(0)) return slope;
  // Of the 0th power of 0, the formula makes 0 times infinity.
  const zero = builder.scalarLike(gradient, 0);
  return builder.where(builder.equal(exponent, zero), zero, slope);
}

function slopeOfExponent({ builder, input, output }: GradientContext, gradient: Value): Value {
  const base = input(0);
  const zero = builder.scalarLike(base, 0);
  // Powers of 0 stay 0, although its logarithm is infinite.
  const logarithm = builder.where(builder.equal(base, zero), zero, builder.log(base));
  return builder.mul(gradient, builder.mul(output(0), logarithm));
}

function clip(context: GradientContext, gradient: Value): ReturnType<GradientRule> {
  const { builder, input, hasInput, sumToInput } = context;
  const zero = builder.scalarLike(gradient, 0);
  const isBelowMin = (): Value => builder.less(input(0), input(1));
  const isAboveMax = (): Value => builder.greater(input(0), input(2));
  const kept = (): Value => {
    const raised = hasInput(1) ? builder.where(isBelowMin(), zero, gradient) : gradient;
    return hasInput(2) ? builder.where(isAboveMax(), zero, raised) : raised;
  };
  return [
    kept,
    () => sumToInput(builder.where(isBelowMin(), gradient, zero), 1),
    () => sumToInput(builder.where(isAboveMax(), gradient, zero), 2),
  ];
}

/** To whichever input is the answer; in equal shares where several are, as torch does. */
function extreme(context: GradientContext, gradient: Value): ReturnType<GradientRule> {
  const { builder, input, inputCount, output, sumToInput } = context;
  if (inputCount === 1) return [() => gradient];
  const places = Array.from({ length: inputCount }, (_, index) => index);
  const chosen = places.map((index) => builder.cast(builder.equal(input(index), output(0)), gradient.type));
  const share = builder.div(gradient, chosen.reduce(builder.add));
  return places.map((index) => () => sumToInput(builder.mul(chosen[index], share), index));
}

function halved(builder: GraphBuilder, value: Value): Value {
  return builder.mul(value, builder.scalarLike(value, 0.5));
}

function square(builder: GraphBuilder, value: Value): Value {
  return builder.mul(value, value);
}

function complement(builder: GraphBuilder, value: Value): Value {
  return builder.sub(builder.scalarLike(value, 1), value);
}

function isAbove(builder: GraphBuilder, value: Value, bound: number): Value {
  return builder.greater(value, builder.scalarLike(value, bound));
}

function isBelow(builder: GraphBuilder, value: Value, bound: number): Value {
  return builder.less(value, builder.scalarLike(value, bound));
}
