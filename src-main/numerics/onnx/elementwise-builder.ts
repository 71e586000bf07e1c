/** @file The builder's methods for constants, and for operators that treat each element by itself. */
import { Failure } from "../../../src-shared/domain/failure";
import { toFloat16Bits } from "../tensor/float16";
import { dataOfBytes, numberBytes } from "../tensor/element-layout";
import { countElements, type ElementType, type Tensor } from "../tensor/tensor";
import { ONNX_ELEMENT_TYPES } from "./element-types";
import { GraphAssembly, type Value } from "./graph-assembly";

export class ElementwiseBuilder extends GraphAssembly {
  /** A float32 constant: one number, a list of them, or a tensor where a shape is given. */
  floats(values: number | readonly number[] | Float32Array, shape?: readonly number[]): Value {
    const data = values instanceof Float32Array ? values : Float32Array.from(listed(values));
    return this.constant({ type: "float32", shape: shape ?? (typeof values === "number" ? [] : [data.length]), data });
  }

  /** An int64 constant: one number, or a list of them. */
  integers(values: number | readonly number[]): Value {
    const data = BigInt64Array.from(listed(values), BigInt);
    return this.constant({ type: "int64", shape: typeof values === "number" ? [] : [data.length], data });
  }

  /** One number of the element type of `value`. */
  scalarLike(value: Pick<Value, "type">, number: number): Value {
    return this.filledLike(value, number, []);
  }

  /** A tensor of one number throughout, of the element type of `value`. */
  filledLike({ type }: Pick<Value, "type">, number: number, shape: readonly number[]): Value {
    return this.constant(filledTensor(type, number, shape));
  }

  readonly add = (left: Value, right: Value): Value => this.one("Add", [left, right]);
  readonly sub = (left: Value, right: Value): Value => this.one("Sub", [left, right]);
  readonly mul = (left: Value, right: Value): Value => this.one("Mul", [left, right]);
  readonly div = (left: Value, right: Value): Value => this.one("Div", [left, right]);
  readonly pow = (base: Value, exponent: Value): Value => this.one("Pow", [base, exponent]);
  readonly max = (...values: readonly Value[]): Value => this.one("Max", values);
  readonly min = (...values: readonly Value[]): Value => this.one("Min", values);
  readonly equal = (left: Value, right: Value): Value => this.one("Equal", [left, right]);
  readonly greater = (left: Value, right: Value): Value => this.one("Greater", [left, right]);
  readonly less = (left: Value, right: Value): Value => this.one("Less", [left, right]);
  readonly and = (left: Value, right: Value): Value => this.one("And", [left, right]);
  readonly or = (left: Value, right: Value): Value => this.one("Or", [left, right]);
  readonly not = (value: Value): Value => this.one("Not", [value]);
  readonly where = (condition: Value, whenTrue: Value, whenFalse: Value): Value =>
    this.one("Where", [condition, whenTrue, whenFalse]);

  readonly relu = (value: Value): Value => this.one("Relu", [value]);
  readonly leakyRelu = (value: Value, alpha?: number): Value => this.one("LeakyRelu", [value], { alpha });
  readonly sigmoid = (value: Value): Value => this.one("Sigmoid", [value]);
  readonly hardSigmoid = (
    value: Value,
    { alpha, beta }: { readonly alpha?: number; readonly beta?: number } = {},
  ): Value => this.one("HardSigmoid", [value], { alpha, beta });
  readonly hardSwish = (value: Value): Value => this.one("HardSwish", [value]);
  readonly tanh = (value: Value): Value => this.one("Tanh", [value]);
  readonly erf = (value: Value): Value => this.one("Erf", [value]);
  readonly exp = (value: Value): Value => this.one("Exp", [value]);
  readonly log = (value: Value): Value => this.one("Log", [value]);
  readonly sqrt = (value: Value): Value => this.one("Sqrt", [value]);
  readonly reciprocal = (value: Value): Value => this.one("Reciprocal", [value]);
  readonly neg = (value: Value): Value => this.one("Neg", [value]);
  readonly abs = (value: Value): Value => this.one("Abs", [value]);
  readonly sign = (value: Value): Value => this.one("Sign", [value]);
  readonly floor = (value: Value): Value => this.one("Floor", [value]);
  readonly ceil = (value: Value): Value => this.one("Ceil", [value]);
  readonly identity = (value: Value): Value => this.one("Identity", [value]);
  readonly softmax = (value: Value, axis = -1): Value => this.one("Softmax", [value], { axis });
  readonly logSoftmax = (value: Value, axis = -1): Value => this.one("LogSoftmax", [value], { axis });

  clip(value: Value, { min, max }: { readonly min?: number | undefined; readonly max?: number | undefined }): Value {
    const bound = (number: number | undefined): Value | undefined =>
      number === undefined ? undefined : this.scalarLike(value, number);
    return this.one("Clip", [value, bound(min), bound(max)]);
  }

  /** Nothing where the type is that already. */
  cast(value: Value, type: ElementType): Value {
    const to = ONNX_ELEMENT_TYPES.get(type);
    if (to === undefined)
      throw new Failure("internal", `ONNX has no tensors of ${type}, so ${value.name} cannot become one.`);
    return value.type === type ? value : this.one("Cast", [value], { to });
  }
}

function listed(values: number | readonly number[]): readonly number[] {
  return typeof values === "number" ? [values] : values;
}

function filledTensor(type: ElementType, number: number, shape: readonly number[]): Tensor {
  const count = countElements(shape);
  if (type === "float16") return { type, shape, data: toFloat16Bits(new Float32Array(count).fill(number)) };
  if (type === "bfloat16" || type.startsWith("complex")) {
    throw new Failure("internal", `A tensor of ${type} cannot be filled with ${number}.`);
  }
  const data = dataOfBytes(type, new Uint8Array(count * numberBytes(type)));
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(BigInt(number));
  else data.fill(number);
  return { type, shape, data };
}
