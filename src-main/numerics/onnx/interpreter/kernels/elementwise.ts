/** @file Kernels that compute each element from the elements at the same place. */
import { Failure } from "../../../../../src-shared/domain/failure";
import type { ElementType } from "../../../tensor/tensor";
import { ELEMENT_TYPE_OF_NUMBER } from "../../decode-tensor";
import type { Kernel, KernelCall } from "../kernel";
import { broadcastShapes, broadcastStrides, offsetAt, tabulate } from "../places";
import { isFloat, type ReferenceTensor } from "../reference-tensor";
import { wrapIntegers } from "../whole-numbers";
import { erf } from "../error-function";

export const elementwiseKernels = {
  Add: arithmetic((left, right) => left + right),
  Sub: arithmetic((left, right) => left - right),
  Mul: arithmetic((left, right) => left * right),
  Div: ({ input }) => {
    // Whole numbers are divided towards zero, as in C.
    const divide = isFloat(input(0).type) ? quotient : (left: number, right: number) => Math.trunc(left / right);
    return combine([input(0), input(1)], ([left, right]) => divide(left, right));
  },
  Pow: ({ input }) => {
    const [base, exponent] = [input(0), input(1)];
    const power = broadcast([base, exponent], base.type, ([left, right]) => left ** right);
    return isFloat(base.type) ? power : mapElements(power, Math.trunc);
  },
  Min: ({ inputs }) => combine(inputs, (values) => Math.min(...values)),
  Max: ({ inputs }) => combine(inputs, (values) => Math.max(...values)),
  Sum: ({ inputs }) => combine(inputs, sum),
  Mean: ({ inputs }) => combine(inputs, (values) => sum(values) / values.length),

  Equal: comparison((left, right) => left === right),
  Greater: comparison((left, right) => left > right),
  GreaterOrEqual: comparison((left, right) => left >= right),
  Less: comparison((left, right) => left < right),
  LessOrEqual: comparison((left, right) => left <= right),
  And: comparison((left, right) => left !== 0 && right !== 0),
  Or: comparison((left, right) => left !== 0 || right !== 0),
  Not: unary((value) => Number(value === 0)),

  Abs: unary(Math.abs),
  Neg: unary((value) => -value),
  Sign: unary(Math.sign),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Reciprocal: unary((value) => 1 / value),
  Sqrt: unary(Math.sqrt),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Atan: unary(Math.atan),
  Tanh: unary(Math.tanh),
  Erf: unary(erf),
  Relu: unary((value) => (value < 0 ? 0 : value)),
  Sigmoid: unary(sigmoid),
  Softplus: unary(softplus),
  Mish: unary((value) => value * Math.tanh(softplus(value))),
  HardSwish: unary((value) => value * hardSigmoid(value, 1 / 6, 0.5)),
  HardSigmoid: ({ input, attributes }) => {
    const [slope, offset] = [attributes.float("alpha", 0.2), attributes.float("beta", 0.5)];
    return mapElements(input(0), (value) => hardSigmoid(value, slope, offset));
  },
  LeakyRelu: ({ input, attributes }) => {
    const slope = attributes.float("alpha", 0.01);
    return mapElements(input(0), (value) => (value < 0 ? slope * value : value));
  },
  PRelu: ({ input }) => combine([input(0), input(1)], ([value, slope]) => (value < 0 ? slope * value : value)),
  Elu: ({ input, attributes }) => {
    const alpha = attributes.float("alpha", 1);
    return mapElements(input(0), (value) => (value < 0 ? alpha * Math.expm1(value) : value));
  },
  Selu: ({ input, attributes }) => {
    const [alpha, gamma] = [
      attributes.float("alpha", 1.67326319217681884765625),
      attributes.float("gamma", 1.05070102214813232421875),
    ];
    return mapElements(input(0), (value) => gamma * (value < 0 ? alpha * Math.expm1(value) : value));
  },
  Celu: ({ input, attributes }) => {
    const alpha = attributes.float("alpha", 1);
    return mapElements(input(0), (value) => (value < 0 ? alpha * Math.expm1(value / alpha) : value));
  },
  Clip: ({ input, optional }) => {
    const [lowest, highest] = [optional(1)?.data[0] ?? -Infinity, optional(2)?.data[0] ?? Infinity];
    return mapElements(input(0), (value) => Math.min(Math.max(value, lowest), highest));
  },
  Where: ({ input }) => {
    const [condition, chosen, other] = [input(0), input(1), input(2)];
    checkTypes([chosen, other]);
    return broadcast([condition, chosen, other], chosen.type, ([is, yes, no]) => (is === 0 ? no : yes));
  },
  Cast: ({ input, attributes }) => {
    const number = attributes.integer("to", 0);
    attributes.integer("saturate", 1);
    const type = ELEMENT_TYPE_OF_NUMBER.get(number);
    if (!type) throw new Failure("unsupported", `ONNX's element type ${number} has no number here`);
    return castTo(type, input(0));
  },
} satisfies Record<string, Kernel>;

/** Applies `compute` to each element. */
function mapElements(tensor: ReferenceTensor, compute: (value: number) => number): ReferenceTensor {
  return { ...tensor, data: tensor.data.map(compute) };
}

/** Applies `compute` to the elements that stand at the same place of the broadcast shape.
 * @throws {Failure} `invalid-input` when the shapes cannot be broadcast. */
function broadcast(
  tensors: readonly ReferenceTensor[],
  type: ElementType,
  compute: (values: readonly number[]) => number,
): ReferenceTensor {
  const shape = broadcastShapes(tensors.map((tensor) => tensor.shape));
  const strides = tensors.map((tensor) => broadcastStrides(tensor.shape, shape));
  return tabulate(type, shape, (index) =>
    compute(tensors.map(({ data }, place) => data[offsetAt(index, strides[place])])),
  );
}

function unary(compute: (value: number) => number): Kernel {
  return ({ input }) => mapElements(input(0), compute);
}

function arithmetic(compute: (left: number, right: number) => number): Kernel {
  return ({ input }) => combine([input(0), input(1)], ([left, right]) => compute(left, right));
}

function comparison(compute: (left: number, right: number) => boolean): Kernel {
  return ({ input }: KernelCall) => {
    const pair = [input(0), input(1)];
    checkTypes(pair);
    return broadcast(pair, "bool", ([left, right]) => Number(compute(left, right)));
  };
}

/** Tensors of one type, which is the answer's as well; whole numbers wrap as their type does. */
function combine(tensors: readonly ReferenceTensor[], compute: (values: readonly number[]) => number): ReferenceTensor {
  checkTypes(tensors);
  const { type } = tensors[0];
  return wrapIntegers(broadcast(tensors, type, compute));
}

function checkTypes(tensors: readonly ReferenceTensor[]): void {
  const types = [...new Set(tensors.map(({ type }) => type))];
  if (types.length === 1) return;
  throw new Failure("invalid-input", `the inputs are of ${types.join(" and ")}; one type was expected`);
}

/** Between floats a cast changes the type and no number: the reference does not round. */
function castTo(type: ElementType, tensor: ReferenceTensor): ReferenceTensor {
  if (isFloat(type)) return { ...tensor, type };
  if (type === "bool") return { ...mapElements(tensor, (value) => Number(value !== 0)), type };
  return wrapIntegers({ ...mapElements(tensor, Math.trunc), type });
}

function quotient(left: number, right: number): number {
  return left / right;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Without an exponential that overflows. */
function softplus(value: number): number {
  return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function hardSigmoid(value: number, slope: number, offset: number): number {
  return Math.min(Math.max(slope * value + offset, 0), 1);
}
