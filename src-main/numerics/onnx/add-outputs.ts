/** @file Lets a model answer more than it was written to: tensors from its inside, and their sizes. */
import { ONNX_ELEMENT_TYPES } from "./element-types";
import { encodeNode } from "./encode-model";
import type { Attribute, GraphNode } from "./graph";
import { writeModel, type Named, type OnnxModel } from "./onnx-model";
import { readNode } from "./onnx-node";
import { GRAPH, VALUE } from "./onnx-fields";
import { messageField, joinParts, readFields, textField } from "./wire-format";

export interface AddedOutputs {
  /** Tensors that are answered as they are. */
  readonly tensors: readonly string[];
  /** Truth values, which ONNX Runtime's Node binding does not take back: they are answered as uint8. */
  readonly truths: readonly string[];
  /** Tensors whose sizes are answered, int64 [axes]. */
  readonly sizesOf: readonly string[];
}

/** Name of the output that answers a tensor's sizes. */
export function sizesOutput(name: string): string {
  return `sizes of ${name}`;
}

/** Name of the output that answers a tensor from the inside. */
export function tensorOutput(name: string): string {
  return `copy of ${name}`;
}

/** The model's bytes with these outputs behind its own. They have names of their own, so that a tensor may be one of the
 * model's outputs, or computed outside of it (`splitModel`). */
export function addOutputs({ graph, rest }: OnnxModel, { tensors, truths, sizesOf }: AddedOutputs): Uint8Array {
  const toBytes: Attribute = { kind: "integer", value: ONNX_ELEMENT_TYPES.get("uint8")! };
  const nodes = [
    ...tensors.map((name) => nodeFor("Identity", name, tensorOutput(name))),
    ...truths.map((name) => nodeFor("Cast", name, tensorOutput(name), { to: toBytes })),
    ...sizesOf.map((name) => nodeFor("Shape", name, sizesOutput(name))),
  ];
  const added = nodes.flatMap(({ outputs }) => outputs).map(untypedOutput);
  return writeModel({
    rest,
    graph: { ...graph, nodes: [...graph.nodes, ...nodes.map(encoded)], outputs: [...graph.outputs, ...added] },
  });
}

function nodeFor(operator: string, input: string, output: string, attributes: GraphNode["attributes"] = {}): GraphNode {
  return { name: output, operator, domain: "", inputs: [input], outputs: [output], attributes };
}

function encoded(node: GraphNode): OnnxModel["graph"]["nodes"][number] {
  const [field] = readFields(joinParts(messageField(GRAPH.node, encodeNode(node))));
  return readNode(field);
}

/** ONNX Runtime works out type and shape. */
function untypedOutput(name: string): Named {
  return { name, raw: joinParts(messageField(GRAPH.output, textField(VALUE.name, name))) };
}
