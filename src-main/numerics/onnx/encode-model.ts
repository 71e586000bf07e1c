/** @file Writes a graph as the bytes of an ONNX file. */
import { Failure } from "../../../src-shared/domain/failure";
import { unreachable } from "../../../src-shared/domain/unreachable";
import { bytesOfData } from "../tensor/element-layout";
import type { ElementType, Tensor } from "../tensor/tensor";
import { ONNX_ELEMENT_TYPES } from "./element-types";
import type { Attribute, Graph, GraphNode, ValueInfo } from "./graph";
import {
  ATTRIBUTE,
  DIMENSION,
  ENTRY,
  GRAPH,
  MODEL,
  NODE,
  OPSET,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE,
} from "./onnx-fields";
import { OPERATOR_SET } from "./operators";
import { floatField, integerField, joinParts, messageField, textField } from "./wire-format";

export interface EncodeOptions {
  /** The version of ONNX's own operators that the nodes are written in. */
  readonly opset?: number;
  /** Versions of other operator sets, by domain. */
  readonly otherOpsets?: ReadonlyMap<string, number>;
  readonly producer?: string;
  /** Texts that travel with the graph, by their names. */
  readonly metadata?: ReadonlyMap<string, string>;
}

const ATTRIBUTE_KINDS = { float: 1, integer: 2, text: 3, tensor: 4, graph: 5, floats: 6, integers: 7, texts: 8 };

/** The first version of the file format with operator set 18; initialisers need not be inputs since version 4. */
const IR_VERSION = 8;
const IR_VERSIONS: readonly { readonly opset: number; readonly irVersion: number }[] = [
  { opset: 21, irVersion: 10 },
  { opset: 19, irVersion: 9 },
];
/** Protobuf's bound on a message. */
const MAX_BYTES = 2 ** 31 - 1;

/** One array with one copy of the weights.
 * @throws {Failure} `unsupported` when the file would pass protobuf's 2 GB. */
export function encodeModel(graph: Graph, options: EncodeOptions = {}): Uint8Array {
  return joinParts(encodeModelParts(graph, options));
}

/** The pieces of the file in order; those of large tensors are the tensors' own memory.
 * @throws {Failure} `unsupported` when the file would pass protobuf's 2 GB. */
export function encodeModelParts(
  graph: Graph,
  { opset = OPERATOR_SET, otherOpsets = new Map(), producer = "Overread", metadata = new Map() }: EncodeOptions = {},
): readonly Uint8Array[] {
  const opsets = new Map([...otherOpsets, ["", opset]]);
  const irVersion = IR_VERSIONS.find((each) => opset >= each.opset)?.irVersion ?? IR_VERSION;
  const parts = [
    ...integerField(MODEL.irVersion, irVersion),
    ...textField(MODEL.producer, producer),
    ...messageField(MODEL.graph, encodeGraph(graph)),
    ...Array.from(opsets, ([domain, version]) =>
      messageField(MODEL.opset, [...textField(OPSET.domain, domain), ...integerField(OPSET.version, version)]),
    ).flat(),
    ...Array.from(metadata, ([key, value]) =>
      messageField(MODEL.metadata, [...textField(ENTRY.key, key), ...textField(ENTRY.value, value)]),
    ).flat(),
  ];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > MAX_BYTES) {
    throw new Failure(
      "unsupported",
      `The graph ${graph.name} takes ${length} bytes; an ONNX file holds less than 2 GiB.`,
    );
  }
  return parts;
}

function encodeGraph({ name, nodes, initialisers, inputs, outputs }: Graph): readonly Uint8Array[] {
  return [
    ...nodes.flatMap((node) => messageField(GRAPH.node, encodeNode(node))),
    ...textField(GRAPH.name, name),
    ...[...initialisers].flatMap(([each, tensor]) => messageField(GRAPH.initialiser, encodeTensor(tensor, each))),
    ...inputs.flatMap((value) => messageField(GRAPH.input, encodeValue(value))),
    ...outputs.flatMap((value) => messageField(GRAPH.output, encodeValue(value))),
  ];
}

/** The content of a NodeProto. */
export function encodeNode({ name, operator, domain, inputs, outputs, attributes }: GraphNode): readonly Uint8Array[] {
  return [
    ...inputs.flatMap((input) => textField(NODE.input, input)),
    ...outputs.flatMap((output) => textField(NODE.output, output)),
    ...textField(NODE.name, name),
    ...textField(NODE.operator, operator),
    ...(domain === "" ? [] : textField(NODE.domain, domain)),
    ...Object.entries(attributes).flatMap(([each, attribute]) =>
      messageField(NODE.attribute, [
        ...textField(ATTRIBUTE.name, each),
        ...encodeAttribute(attribute),
        ...integerField(ATTRIBUTE.kind, ATTRIBUTE_KINDS[attribute.kind]),
      ]),
    ),
  ];
}

function encodeAttribute(attribute: Attribute): readonly Uint8Array[] {
  switch (attribute.kind) {
    case "integer":
      return integerField(ATTRIBUTE.integer, attribute.value);
    case "float":
      return floatField(ATTRIBUTE.float, attribute.value);
    case "text":
      return textField(ATTRIBUTE.text, attribute.value);
    case "integers":
      return attribute.value.flatMap((each) => integerField(ATTRIBUTE.integers, each));
    case "floats":
      return attribute.value.flatMap((each) => floatField(ATTRIBUTE.floats, each));
    case "texts":
      return attribute.value.flatMap((each) => textField(ATTRIBUTE.texts, each));
    case "tensor":
      return messageField(ATTRIBUTE.tensor, encodeTensor(attribute.value, ""));
    case "graph":
      return messageField(ATTRIBUTE.graph, encodeGraph(attribute.value));
    default:
      return unreachable(attribute);
  }
}

/** The content of a TensorProto. Raw data is little-endian, as every machine is that this program runs on. */
export function encodeTensor({ type, shape, data }: Tensor, name: string): readonly Uint8Array[] {
  return [
    ...shape.flatMap((size) => integerField(TENSOR.size, size)),
    ...integerField(TENSOR.elementType, elementNumber(type)),
    ...textField(TENSOR.name, name),
    ...messageField(TENSOR.raw, [bytesOfData(data)]),
  ];
}

function encodeValue({ name, type, shape }: ValueInfo): readonly Uint8Array[] {
  const sizes = shape?.flatMap((size) =>
    messageField(
      SHAPE.dimension,
      typeof size === "number" ? integerField(DIMENSION.size, size) : textField(DIMENSION.name, size),
    ),
  );
  const tensorType = [
    ...integerField(TENSOR_TYPE.elementType, elementNumber(type)),
    ...(sizes ? messageField(TENSOR_TYPE.shape, sizes) : []),
  ];
  return [...textField(VALUE.name, name), ...messageField(VALUE.type, messageField(TYPE.tensor, tensorType))];
}

function elementNumber(type: ElementType): number {
  const number = ONNX_ELEMENT_TYPES.get(type);
  if (number === undefined) throw new Failure("unsupported", `ONNX has no tensors of ${type}.`);
  return number;
}
