/** @file Field numbers of ONNX's messages, one table for reading and writing.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */

export const MODEL = {
  irVersion: 1,
  producer: 2,
  producerVersion: 3,
  graph: 7,
  opset: 8,
  metadata: 14,
  trainingInfo: 20,
  function: 25,
};
/** A text by its name: metadata, and what is said of external data. */
export const ENTRY = { key: 1, value: 2 };
export const OPSET = { domain: 1, version: 2 };
export const GRAPH = { node: 1, name: 2, initialiser: 5, input: 11, output: 12, valueInfo: 13, sparseInitialiser: 15 };
export const NODE = { input: 1, output: 2, name: 3, operator: 4, attribute: 5, domain: 7 };
export const ATTRIBUTE = {
  name: 1,
  float: 2,
  integer: 3,
  text: 4,
  tensor: 5,
  graph: 6,
  floats: 7,
  integers: 8,
  texts: 9,
  graphs: 11,
  kind: 20,
};
export const TENSOR = {
  size: 1,
  elementType: 2,
  floats: 4,
  integers: 5,
  texts: 6,
  longs: 7,
  name: 8,
  raw: 9,
  doubles: 10,
  unsignedLongs: 11,
  external: 13,
  location: 14,
};
/** A value's name with its type; the type of a tensor; its shape; one size of it, as a number or a name. */
export const VALUE = { name: 1, type: 2 };
export const TYPE = { tensor: 1 };
export const TENSOR_TYPE = { elementType: 1, shape: 2 };
export const SHAPE = { dimension: 1 };
export const DIMENSION = { size: 1, name: 2 };
