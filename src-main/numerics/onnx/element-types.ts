/** @file ONNX's numbers for the types that a tensor's elements may have, by the names that ONNX Runtime gives them.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto TensorProto.DataType */

export const ONNX_ELEMENT_TYPES: ReadonlyMap<string, number> = new Map([
  ["float32", 1],
  ["uint8", 2],
  ["int8", 3],
  ["uint16", 4],
  ["int16", 5],
  ["int32", 6],
  ["int64", 7],
  ["string", 8],
  ["bool", 9],
  ["float16", 10],
  ["float64", 11],
  ["uint32", 12],
  ["uint64", 13],
  ["complex64", 14],
  ["complex128", 15],
  ["bfloat16", 16],
]);
