/** @file The operator TopK with torch's order among equals: the largest entries along one axis of a tensor. */
import { Failure } from "../../../src-shared/domain/failure";
import { topK } from "../../detection/boxes/top-k";
import type { TensorValue } from "./session";

export interface TopKTensors {
  readonly values: TensorValue;
  readonly indices: TensorValue;
}

/** @throws {Failure} `unsupported` when the tensor holds no float32 numbers, or k is none that it can give. */
export function topKOfTensor(
  tensor: TensorValue,
  { k, axis }: { readonly k: number; readonly axis: number },
): TopKTensors {
  const { data, shape } = tensor;
  if (!(data instanceof Float32Array)) {
    throw new Failure("unsupported", `The model ranks numbers of type ${tensor.type}; float32 was expected.`);
  }
  const depth = axis < 0 ? axis + shape.length : axis;
  const length = shape[depth] ?? 0;
  const inner = shape.slice(depth + 1).reduce((product, size) => product * size, 1);
  const lanes = length === 0 ? 0 : data.length / length;
  const values = new Float32Array(lanes * k);
  const indices = new BigInt64Array(lanes * k);
  for (let lane = 0; lane < lanes; lane++) {
    const outer = Math.floor(lane / inner);
    const within = lane % inner;
    const start = outer * length * inner + within;
    const top = topK(inner === 1 ? data.subarray(start, start + length) : strided(data, { start, length, inner }), k);
    for (let rank = 0; rank < k; rank++) {
      const place = (outer * k + rank) * inner + within;
      values[place] = top.values[rank]!;
      indices[place] = BigInt(top.indices[rank]!);
    }
  }
  const shapeOfTop = shape.with(depth, k);
  return {
    values: { type: "float32", shape: shapeOfTop, data: values },
    indices: { type: "int64", shape: shapeOfTop, data: indices },
  };
}

function strided(
  data: Float32Array,
  { start, length, inner }: { readonly start: number; readonly length: number; readonly inner: number },
): Float32Array {
  return Float32Array.from({ length }, (_, place) => data[start + place * inner]!);
}
