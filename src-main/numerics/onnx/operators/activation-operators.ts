/** @file Operators that bend the answers of a network's layers, element by element. */
import { defineOperator, float, slot } from "./define-operator";
import { FLOATS, SIGNED } from "./element-groups";
import { broadcastShapes, sameAsFirst, spellShape } from "./shape-rules";
import { unary } from "./unary-operator";

export const activationOperators = {
  Relu: unary(14, SIGNED),
  LeakyRelu: unary(16, FLOATS, { alpha: float(0.01) }),
  Elu: unary(6, FLOATS, { alpha: float(1) }),
  Selu: unary(6, FLOATS, { alpha: float(1.67326319217681884765625), gamma: float(1.05070102214813232421875) }),
  Celu: unary(12, ["float32"], { alpha: float(1) }),
  Sigmoid: unary(13, FLOATS),
  HardSigmoid: unary(6, FLOATS, { alpha: float(0.2), beta: float(0.5) }),
  HardSwish: unary(14, FLOATS),
  Tanh: unary(13, FLOATS),
  Softplus: unary(1, FLOATS),
  Mish: unary(18, FLOATS),

  /** The slope below zero, one for all elements or such as broadcast to them, is a tensor. */
  PRelu: defineOperator({
    since: 16,
    inputs: [slot("X", "T"), slot("slope", "T")],
    outputs: [slot("Y", "T")],
    types: { T: [...FLOATS, "int32", "int64", "uint32", "uint64"] },
    attributes: {},
    shapes(context) {
      const [{ shape }, { shape: slope }] = context.inputs;
      const common = broadcastShapes(shape, slope, context);
      const isLarger = common.some((size, axis) => typeof size === "number" && size !== 1 && shape[axis] === 1);
      if (common.length > shape.length || isLarger) {
        throw context.refuse(`got slopes of ${spellShape(slope)} for elements of ${spellShape(shape)}`);
      }
      return sameAsFirst(context);
    },
  }),
};
