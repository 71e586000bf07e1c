/** @file Tensors as the reference interpreter computes with them: every element a double, whatever its type. */
import { Failure } from "../../../../src-shared/domain/failure";
import { countElements, type ElementType, type Tensor, type TensorData } from "../../tensor/tensor";
import { toFloat32 } from "../../tensor/to-float32";
import { toFloat16Bits } from "../../tensor/float16";

/** Row-major. Floats of every width are doubles and never rounded on the way; truth values are 0 and 1. */
export interface ReferenceTensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Whole numbers beyond 2^53 become the nearest double: nothing but "to the end" of a Slice is that large.
 * @throws {Failure} `unsupported` for complex numbers. */
export function toReference(tensor: Tensor): ReferenceTensor {
  const { type, shape } = tensor;
  return { type, shape, data: doublesOf(tensor) };
}

/** Rounded to the type, so that ONNX Runtime can be given the same numbers.
 * @throws {Failure} `unsupported` for complex numbers and bfloat16. */
export function fromReference({ type, shape, data }: ReferenceTensor): Tensor {
  return { type, shape, data: dataOf(type, data) };
}

/** A tensor of doubles, checked: as many elements as the shape says.
 * @throws {Failure} `internal` when they are not. */
export function referenceTensor(type: ElementType, shape: readonly number[], data: Float64Array): ReferenceTensor {
  const expected = countElements(shape);
  if (data.length === expected) return { type, shape, data };
  const found = `${data.length} numbers in the shape [${shape.join(", ")}]`;
  throw new Failure("internal", `The reference holds ${found}; ${expected} were expected.`);
}

/** Types whose arithmetic is a real number's; all others are whole numbers or truth values. */
export function isFloat(type: ElementType): boolean {
  return FLOATS.has(type);
}

const FLOATS: ReadonlySet<ElementType> = new Set(["float32", "float64", "float16", "bfloat16"]);

function doublesOf(tensor: Tensor): Float64Array {
  const { type, data } = tensor;
  if (type === "float16" || type === "bfloat16") return Float64Array.from(toFloat32(tensor));
  if (type === "complex64" || type === "complex128") {
    throw new Failure("unsupported", `The reference computes with real numbers; ${type} was found.`);
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  return Float64Array.from(data);
}

function dataOf(type: ElementType, data: Float64Array): TensorData {
  switch (type) {
    case "float32":
      return Float32Array.from(data);
    case "float64":
      return Float64Array.from(data);
    case "float16":
      return toFloat16Bits(Float32Array.from(data));
    case "int8":
      return Int8Array.from(data);
    case "int16":
      return Int16Array.from(data);
    case "int32":
      return Int32Array.from(data);
    case "int64":
      return BigInt64Array.from(data, BigInt);
    case "uint8":
    case "bool":
      return Uint8Array.from(data);
    case "uint16":
      return Uint16Array.from(data);
    case "uint32":
      return Uint32Array.from(data);
    case "uint64":
      return BigUint64Array.from(data, BigInt);
    case "bfloat16":
    case "complex64":
    case "complex128":
      throw new Failure("unsupported", `The reference writes no ${type}.`);
  }
}
