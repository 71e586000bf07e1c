/** @file What a kernel of the reference interpreter is given, and what it answers. */
import { Failure } from "../../../../src-shared/domain/failure";
import type { Tensor } from "../../tensor/tensor";
import type { Attribute, GraphNode } from "../graph";
import type { ReferenceTensor } from "./reference-tensor";

/** Computes one node. Failures are sentences without a beginning; the interpreter puts the node's name before them. */
export type Kernel = (call: KernelCall) => ReferenceTensor | readonly ReferenceTensor[];

export interface KernelCall {
  /** @throws {Failure} `invalid-input` when this input is left out. */
  readonly input: (place: number) => ReferenceTensor;
  readonly optional: (place: number) => ReferenceTensor | undefined;
  /** Those that are there, for operators that take any number. */
  readonly inputs: readonly ReferenceTensor[];
  /** How many outputs the node names. */
  readonly outputCount: number;
  /** The version of ONNX's operators; meanings of old ones differ. */
  readonly opset: number;
  readonly attributes: AttributeReader;
}

/** Attributes by name and kind. Floats are rounded to 32 bits, for a file holds no more of them. */
export interface AttributeReader {
  readonly integer: (name: string, absent: number) => number;
  readonly flag: (name: string, absent: boolean) => boolean;
  readonly integers: (name: string) => readonly number[] | undefined;
  readonly float: (name: string, absent: number) => number;
  /** The first choice is what an absent attribute means.
   * @throws {Failure} `unsupported` for any other text. */
  readonly choice: <Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]) => Choice;
  readonly tensor: (name: string) => Tensor | undefined;
  readonly floats: (name: string) => readonly number[] | undefined;
  /** Names that the node has and that were never asked for. */
  readonly unread: () => readonly string[];
}

/** `inputs` in the node's order, undefined where left out. */
export function callOf(node: GraphNode, inputs: readonly (ReferenceTensor | undefined)[], opset: number): KernelCall {
  return {
    input: (place) => {
      const input = inputs[place];
      if (input) return input;
      throw new Failure("invalid-input", `input ${place} is left out`);
    },
    optional: (place) => inputs[place],
    inputs: inputs.filter((input) => input !== undefined),
    outputCount: node.outputs.length,
    opset,
    attributes: readerOf(node.attributes),
  };
}

function readerOf(attributes: GraphNode["attributes"]): AttributeReader {
  const asked = new Set<string>();
  function find<Kind extends Attribute["kind"]>(
    name: string,
    kind: Kind,
  ): Extract<Attribute, { kind: Kind }> | undefined {
    asked.add(name);
    if (!Object.hasOwn(attributes, name)) return undefined;
    const attribute = attributes[name];
    if (isOfKind(attribute, kind)) return attribute;
    throw new Failure("invalid-input", `the attribute ${name} is of kind ${attribute.kind}; ${kind} was expected`);
  }
  return {
    integer: (name, absent) => find(name, "integer")?.value ?? absent,
    flag: (name, absent) => (find(name, "integer")?.value ?? Number(absent)) !== 0,
    integers: (name) => find(name, "integers")?.value,
    float: (name, absent) => Math.fround(find(name, "float")?.value ?? absent),
    floats: (name) => find(name, "floats")?.value.map(Math.fround),
    tensor: (name) => find(name, "tensor")?.value,
    choice: (name, choices) => {
      const text = find(name, "text")?.value ?? choices[0];
      const chosen = choices.find((choice) => choice === text);
      if (chosen !== undefined) return chosen;
      throw new Failure("unsupported", `the attribute ${name} is "${text}"; ${choices.join(" or ")} was expected`);
    },
    unread: () => Object.keys(attributes).filter((name) => !asked.has(name)),
  };
}

function isOfKind<Kind extends Attribute["kind"]>(
  attribute: Attribute,
  kind: Kind,
): attribute is Extract<Attribute, { kind: Kind }> {
  return attribute.kind === kind;
}
