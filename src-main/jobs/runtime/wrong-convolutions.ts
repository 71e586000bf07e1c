/** @file Keeps models from WebGPU whose convolutions ONNX Runtime would compute wrongly there, without a word.
 *
 * Which they are was found by running 100 shapes on it beside the CPU, with onnxruntime-node 1.30.0; look again when its
 * version moves.
 * @see https://github.com/microsoft/onnxruntime/issues/29651 */
import { readFile } from "node:fs/promises";
import { decodeModel } from "../../numerics/onnx/decode-model";
import { attributesOf } from "../../numerics/onnx/operators";
import type { GraphNode } from "../../numerics/onnx/graph";
import { WrongOnProvider } from "./reason-of-ort-error";

/** `model` is a file or the bytes of one.
 * @throws {WrongOnProvider} naming the first such convolution; a `Failure` when there is no ONNX model */
export async function refuseWrongConvolutions(model: string | Uint8Array): Promise<void> {
  const name = findWrongConvolution(typeof model === "string" ? await readFile(model) : model);
  if (name !== undefined) throw new WrongOnProvider(`ONNX Runtime computes its convolution ${name} wrongly there.`);
}

/** The name of the first one in an ONNX file, by the shapes of weights that stand in the file; undefined where there is
 * none.
 * @throws {Failure} `unsupported` when the bytes are no ONNX model */
export function findWrongConvolution(bytes: Uint8Array): string | undefined {
  const { graph, tensors } = decodeModel(bytes, { withWeights: false });
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  for (const { operator, inputs, outputs } of graph.nodes) {
    const shape = CARRIERS.has(operator) ? shapes.get(inputs[0] ?? "") : undefined;
    if (shape) shapes.set(outputs[0] ?? "", shape);
  }
  const wrong = graph.nodes.find((node) => {
    const shape = node.operator === "Conv" && node.domain === "" ? shapes.get(node.inputs[1] ?? "") : undefined;
    return shape !== undefined && isWrong(node, shape);
  });
  return wrong && (wrong.name || wrong.outputs[0]);
}

/** What passes a weight on in its shape: weights may be stored in half precision or in whole numbers. */
const CARRIERS = new Set(["Cast", "DequantizeLinear", "Identity"]);

/** Filters are taken in fours. Their channels are then taken in threes where fours do not fit, and these are mixed up;
 * or a four reaches over the border between two groups. */
function isWrong({ attributes }: GraphNode, [filters = 0, channels = 0, ...kernel]: readonly number[]): boolean {
  if (filters % 4 !== 0) return false;
  const { group } = attributesOf("Conv", attributes);
  if (group > 1) return filters / group > 4 && (filters / group) % 4 !== 0;
  return kernel.some((size) => size > 1) && channels > 3 && channels % 3 === 0 && channels % 4 !== 0;
}
