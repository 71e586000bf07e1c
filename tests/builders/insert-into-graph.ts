/** @file Adds a field, of any content, to the graph of an ONNX file of ours. */
import { MODEL } from "../../src-main/numerics/onnx/onnx-fields";
import { joinParts, messageField } from "../../src-main/numerics/onnx/wire-format";

/** `buildOnnx` writes the version (2 bytes), then the graph with its length, then the operator set. */
export function insertIntoGraph(model: Uint8Array, field: readonly Uint8Array[]): Uint8Array {
  let at = 3;
  let length = 0;
  for (let shift = 1; ; shift *= 128) {
    length += (model[at]! & 0x7f) * shift;
    if (model[at++]! < 0x80) break;
  }
  const graph = model.subarray(at, at + length);
  return joinParts([
    model.subarray(0, 2),
    ...messageField(MODEL.graph, [graph, ...field]),
    model.subarray(at + length),
  ]);
}
