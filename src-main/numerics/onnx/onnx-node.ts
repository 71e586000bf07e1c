/** @file One node of an ONNX graph: what it computes, what it reads and what it writes. */
import { ATTRIBUTE, GRAPH, NODE, TENSOR, VALUE } from "./onnx-fields";
import { contentOf, readFields, textOf, type Field } from "./wire-format";

const SPARSE_VALUES = 1;

export interface OnnxNode {
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** In the operator's order; an empty name stands for an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Inputs, and names that graphs inside the node (branches, loop bodies) take from around it. */
  readonly reads: ReadonlySet<string>;
  /** Attributes that are whole numbers. */
  readonly integers: ReadonlyMap<string, number>;
  readonly raw: Uint8Array;
}

/** `field` is one of a graph's or a function's node fields. */
export function readNode(field: Field): OnnxNode {
  const fields = readFields(contentOf(field));
  const texts = (kind: number): readonly string[] => fields.filter(({ number }) => number === kind).map(textOf);
  const attributes = fields
    .filter(({ number }) => number === NODE.attribute)
    .map((each) => readFields(contentOf(each)));
  const inputs = texts(NODE.input);
  const captured = attributes
    .flat()
    .filter(isGraph)
    .flatMap((graph) => capturedBy(graph));
  const [operator = ""] = texts(NODE.operator);
  const [domain = ""] = texts(NODE.domain);
  return {
    operator,
    domain: domain === "ai.onnx" ? "" : domain,
    inputs,
    outputs: texts(NODE.output),
    reads: new Set([...inputs, ...captured].filter((name) => name !== "")),
    integers: new Map(attributes.flatMap(integerOf)),
    raw: field.raw,
  };
}

function isGraph({ number }: Field): boolean {
  return number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs;
}

function integerOf(attribute: readonly Field[]): readonly (readonly [string, number])[] {
  const name = attribute.find(({ number }) => number === ATTRIBUTE.name);
  const integer = attribute.find(({ number }) => number === ATTRIBUTE.integer);
  return name && typeof integer?.value === "number" ? [[textOf(name), integer.value]] : [];
}

/** Names that a graph within a node uses without defining them. */
function capturedBy(graph: Field): readonly string[] {
  const fields = readFields(contentOf(graph));
  const nodes = fields.filter(({ number }) => number === GRAPH.node).map(readNode);
  const outputs = fields.filter(({ number }) => number === GRAPH.output).map((field) => nameWithin(field, VALUE.name));
  const defined = new Set([...nodes.flatMap((node) => node.outputs), ...fields.flatMap(namesDefinedBy)]);
  return [...nodes.flatMap(({ reads }) => [...reads]), ...outputs].filter((name) => !defined.has(name));
}

function namesDefinedBy(field: Field): readonly string[] {
  switch (field.number) {
    case GRAPH.input:
      return [nameWithin(field, VALUE.name)];
    case GRAPH.initialiser:
      return [nameWithin(field, TENSOR.name)];
    case GRAPH.sparseInitialiser:
      return readFields(contentOf(field))
        .filter(({ number }) => number === SPARSE_VALUES)
        .map((values) => nameWithin(values, TENSOR.name));
    default:
      return [];
  }
}

function nameWithin(field: Field, nameNumber: number): string {
  const name = readFields(contentOf(field)).findLast(({ number }) => number === nameNumber);
  return name ? textOf(name) : "";
}
