/** @file Keeps models from WebGPU whose convolutions ONNX Runtime would compute wrongly there, without a word.
 *
 * Which they are was found by running 200 shapes on it beside the CPU, with onnxruntime-node 1.30.0, weights as constants,
 * as inputs and as what other nodes answer; look again when its version moves.
 * @see https://github.com/microsoft/onnxruntime/issues/29651 */
import { readFile } from "node:fs/promises";
import { decodeModel } from "../../numerics/onnx/decode-model";
import type { Dimension, Graph, GraphNode } from "../../numerics/onnx/graph";
import { attributesOf } from "../../numerics/onnx/operators";
import { WrongOnProvider } from "./reason-of-ort-error";

/** `model` is a file, the bytes of one, or a graph that none was made of yet.
 * @throws {WrongOnProvider} naming the first such convolution; a `Failure` when there is no ONNX model */
export async function refuseWrongConvolutions(model: string | Uint8Array | Graph): Promise<void> {
  const name = findWrongConvolution(typeof model === "string" ? await readFile(model) : model);
  if (name !== undefined) throw new WrongOnProvider(`ONNX Runtime computes its convolution ${name} wrongly there.`);
}

/** The name of the first one, by the shapes of weights: of a graph all are known, of a file those of its inputs and of
 * what stands in it. Undefined where there is none.
 * @throws {Failure} `unsupported` when the bytes are no ONNX model */
export function findWrongConvolution(model: Uint8Array | Graph): string | undefined {
  const { nodes, shapes } = model instanceof Uint8Array ? toldByFile(model) : toldByGraph(model);
  const wrong = nodes.find((node) => {
    const shape = node.domain === "" ? sizesOf(shapes.get(node.inputs[1] ?? "")) : undefined;
    return shape !== undefined && isWrong(node, shape);
  });
  return wrong && (wrong.name || wrong.outputs[0]);
}

interface Told {
  readonly nodes: readonly GraphNode[];
  readonly shapes: ReadonlyMap<string, readonly Dimension[] | undefined>;
}

function toldByGraph({ nodes, values }: Pick<Graph, "nodes" | "values">): Told {
  return { nodes, shapes: new Map(Array.from(values, ([name, { shape }]) => [name, shape])) };
}

function toldByFile(bytes: Uint8Array): Told {
  const { graph, tensors } = decodeModel(bytes, { withWeights: false });
  const shapes = new Map(toldByGraph(graph).shapes);
  for (const { name, shape } of tensors) shapes.set(name, shape);
  for (const { operator, inputs, outputs } of graph.nodes) {
    const shape = CARRIERS.has(operator) ? shapes.get(inputs[0] ?? "") : undefined;
    if (shape) shapes.set(outputs[0] ?? "", shape);
  }
  return { nodes: graph.nodes, shapes };
}

/** What passes a weight on in its shape: weights may be stored in half precision or in whole numbers. */
const CARRIERS = new Set(["Cast", "DequantizeLinear", "Identity"]);

/** Undefined where a size is open. */
function sizesOf(shape: readonly Dimension[] | undefined): readonly number[] | undefined {
  return shape?.every((size) => typeof size === "number") ? shape : undefined;
}

function isWrong(node: GraphNode, shape: readonly number[]): boolean {
  if (node.operator === "Conv") return isWrongForwards(node, shape);
  return node.operator === "ConvTranspose" && isWrongBackwards(node, shape);
}

/** Filters are taken in fours. Their channels are then taken in threes where fours do not fit, and these are mixed up;
 * or a four reaches over the border between two groups. */
function isWrongForwards(
  { attributes }: GraphNode,
  [filters = 0, channels = 0, ...kernel]: readonly number[],
): boolean {
  if (filters % 4 !== 0) return false;
  const { group } = attributesOf("Conv", attributes);
  if (group > 1) return filters / group > 4 && (filters / group) % 4 !== 0;
  return kernel.some((size) => size > 1) && channels > 3 && channels % 3 === 0 && channels % 4 !== 0;
}

/** Where groups have one filter each, several channels are taken at once, and read as those of other groups. */
function isWrongBackwards({ attributes }: GraphNode, [channels = 0, filters = 0]: readonly number[]): boolean {
  const { group } = attributesOf("ConvTranspose", attributes);
  return group > 1 && filters === 1 && (channels / group) % 2 === 0;
}
