/** @file How operators are written in sets other than 18, and what says the same in that set. */
import type { Tensor } from "../tensor/tensor";
import type { Attribute, GraphNode } from "./graph";

export interface FormerForm {
  readonly operators: readonly string[];
  /** The first operator set without this form. */
  readonly before: number;
  readonly write: (node: GraphNode, names: NamesOfGraph) => readonly GraphNode[];
}

export interface NamesOfGraph {
  /** A name that nothing in the graph has. */
  readonly fresh: (stem: string) => string;
  /** A constant that the graph did not have, by its name. */
  readonly keep: (stem: string, tensor: Tensor) => string;
}

const REDUCTIONS = [
  "ReduceMean",
  "ReduceProd",
  "ReduceMax",
  "ReduceMin",
  "ReduceSumSquare",
  "ReduceL2",
  "ReduceLogSumExp",
];
/** Any later set, of which little is asked: attributes which say nothing are left out, and a GELU is written out. */
const FOR_EVER = Infinity;

/** In the order in which they are applied to a node that several are for. */
export const FORMER_FORMS: readonly FormerForm[] = [
  { operators: ["Dropout"], before: FOR_EVER, write: writeDropout },
  { operators: ["Scatter"], before: 11, write: (node) => [{ ...node, operator: "ScatterElements" }] },
  { operators: ["Upsample"], before: 10, write: writeUpsample },
  { operators: ["Resize"], before: 11, write: writeResize },
  { operators: ["Slice"], before: 10, write: integersAsInputs(["starts", "ends", "axes"]) },
  { operators: ["TopK"], before: 10, write: integersAsInputs(["k"]) },
  { operators: ["Clip"], before: 11, write: floatsAsInputs(["min", "max"]) },
  { operators: ["Pad"], before: 11, write: writePad },
  { operators: ["Softmax", "LogSoftmax"], before: 13, write: writeSoftmax },
  { operators: ["Squeeze", "Unsqueeze", "ReduceSum"], before: 13, write: integersAsInputs(["axes"]) },
  { operators: ["Split"], before: 13, write: integersAsInputs(["split"]) },
  { operators: REDUCTIONS, before: 18, write: integersAsInputs(["axes"]) },
  { operators: ["RoiAlign"], before: 16, write: writeRoiAlign },
  { operators: ["BatchNormalization"], before: FOR_EVER, write: (node) => [without(node, ["spatial"])] },
  { operators: ["Cast"], before: FOR_EVER, write: (node) => [without(node, ["saturate"])] },
  { operators: ["Gelu"], before: FOR_EVER, write: writeGelu },
  { operators: ["AveragePool"], before: FOR_EVER, write: (node) => [withoutIf(node, "dilations", isAllOnes)] },
];

/** Attributes that became inputs, in the order of these, behind those that the node has. */
function integersAsInputs(attributes: readonly string[]): FormerForm["write"] {
  return (node, names) => {
    if (!attributes.some((name) => name in node.attributes)) return [node];
    const added = attributes.map((name) => {
      const attribute = node.attributes[name];
      return attribute ? names.keep(stemOf(node, name), wholeNumbers(attribute)) : "";
    });
    return [without({ ...node, inputs: trim([...node.inputs, ...added]) }, attributes)];
  };
}

function floatsAsInputs(attributes: readonly string[]): FormerForm["write"] {
  return (node, names) => {
    const added = attributes.map((name) => {
      const attribute = node.attributes[name];
      if (attribute?.kind !== "float") return "";
      return names.keep(stemOf(node, name), floats([], [attribute.value]));
    });
    return [without({ ...node, inputs: trim([...node.inputs, ...added]) }, attributes)];
  };
}

/** A mask that somebody reads stays, and with it the old node. */
function writeDropout(node: GraphNode): readonly GraphNode[] {
  if (node.outputs.slice(1).some((name) => name !== "")) return [node];
  return [
    {
      ...node,
      operator: "Identity",
      inputs: node.inputs.slice(0, 1),
      outputs: node.outputs.slice(0, 1),
      attributes: {},
    },
  ];
}

/** Coordinates were scaled without regard to the middle of a pixel, and the place rounded down. */
const FORMER_SAMPLING: Readonly<Record<string, Attribute>> = {
  coordinate_transformation_mode: { kind: "text", value: "asymmetric" },
  nearest_mode: { kind: "text", value: "floor" },
};

function writeUpsample(node: GraphNode, names: NamesOfGraph): readonly GraphNode[] {
  const { scales, mode } = node.attributes;
  const [image, given] = node.inputs;
  const stored = scales?.kind === "floats" ? names.keep(stemOf(node, "scales"), lineOf(scales.value)) : given;
  const attributes = { ...FORMER_SAMPLING, ...(mode && { mode }) };
  return [{ ...node, operator: "Resize", inputs: [image, "", stored], attributes }];
}

function writeResize(node: GraphNode): readonly GraphNode[] {
  const [image, scales] = node.inputs;
  return [{ ...node, inputs: [image, "", scales], attributes: { ...FORMER_SAMPLING, ...node.attributes } }];
}

function writePad(node: GraphNode, names: NamesOfGraph): readonly GraphNode[] {
  const { pads, value } = node.attributes;
  if (pads?.kind !== "integers") return [node];
  const filler = value?.kind === "float" ? names.keep(stemOf(node, "value"), floats([], [value.value])) : "";
  const inputs = trim([...node.inputs, names.keep(stemOf(node, "pads"), wholeNumbers(pads)), filler]);
  return [without({ ...node, inputs }, ["pads", "value"])];
}

/** It went over all axes from the given one on, taken together. */
function writeSoftmax(node: GraphNode, { fresh }: NamesOfGraph): readonly GraphNode[] {
  const { axis = { kind: "integer", value: 1 } as const } = node.attributes;
  const last: GraphNode["attributes"] = { axis: { kind: "integer", value: -1 } };
  if (axis.kind !== "integer" || axis.value === -1) return [{ ...node, attributes: last }];
  const [given] = node.inputs;
  const [answer] = node.outputs;
  const [flat, shares, shape] = ["flat", "shares", "shape"].map((part) => fresh(`${answer}/${part}`));
  const part = (operator: string, inputs: readonly string[], output: string, attributes: GraphNode["attributes"]) => ({
    ...node,
    operator,
    inputs,
    outputs: [output],
    attributes,
  });
  return [
    part("Shape", [given], shape, {}),
    part("Flatten", [given], flat, { axis }),
    part(node.operator, [flat], shares, last),
    part("Reshape", [shares, shape], answer, {}),
  ];
}

/** What was the only way, without a shift by half a pixel, got a name. */
function writeRoiAlign(node: GraphNode): readonly GraphNode[] {
  const mode: Attribute = { kind: "text", value: "output_half_pixel" };
  return [{ ...node, attributes: { coordinate_transformation_mode: mode, ...node.attributes } }];
}

/** An operator of set 20, which set 18 writes as x · (1 + erf(x / √2)) / 2, or with a hyperbolic tangent near to that.
 * @see Hendrycks and Gimpel, arXiv:1606.08415 */
function writeGelu(node: GraphNode, { fresh, keep }: NamesOfGraph): readonly GraphNode[] {
  const [x] = node.inputs;
  const [answer] = node.outputs;
  const nodes: GraphNode[] = [];
  const write = (operator: string, inputs: readonly string[], output = fresh(`${answer}/${operator}`)): string => {
    nodes.push({ ...node, operator, inputs, outputs: [output], attributes: {} });
    return output;
  };
  const number = (value: number): string => keep(`${answer}/number`, floats([], [value]));
  const times = (value: string, factor: number): string => write("Mul", [value, number(factor)]);
  const turnedByTanh = (): string => {
    const cube = write("Mul", [write("Mul", [x, x]), x]);
    return write("Tanh", [times(write("Add", [x, times(cube, 0.044715)]), Math.sqrt(2 / Math.PI))]);
  };
  const isNear = node.attributes["approximate"]?.value === "tanh";
  const turned = isNear ? turnedByTanh() : write("Erf", [write("Div", [x, number(Math.SQRT2)])]);
  const product = write("Mul", [x, write("Add", [turned, number(1)])]);
  write("Mul", [product, number(0.5)], answer);
  return nodes;
}

function stemOf({ outputs }: GraphNode, attribute: string): string {
  return `${outputs[0]}/${attribute}`;
}

function wholeNumbers(attribute: Attribute): Tensor {
  const numbers = attribute.kind === "integers" ? attribute.value : [Number(attribute.value)];
  return { type: "int64", shape: [numbers.length], data: BigInt64Array.from(numbers, BigInt) };
}

function lineOf(numbers: readonly number[]): Tensor {
  return floats([numbers.length], numbers);
}

function floats(shape: readonly number[], numbers: readonly number[]): Tensor {
  return { type: "float32", shape, data: Float32Array.from(numbers) };
}

function trim(inputs: readonly string[]): readonly string[] {
  return inputs.slice(0, inputs.findLastIndex((name) => name !== "") + 1);
}

function without(node: GraphNode, names: readonly string[]): GraphNode {
  const entries = Object.entries(node.attributes).filter(([name]) => !names.includes(name));
  return { ...node, attributes: Object.fromEntries(entries) };
}

function withoutIf(node: GraphNode, name: string, saysNothing: (attribute: Attribute) => boolean): GraphNode {
  const attribute = node.attributes[name];
  return attribute && saysNothing(attribute) ? without(node, [name]) : node;
}

function isAllOnes(attribute: Attribute): boolean {
  return attribute.kind === "integers" && attribute.value.every((each) => each === 1);
}
