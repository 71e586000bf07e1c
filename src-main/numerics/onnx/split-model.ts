/** @file Cuts an ONNX model in two where the program computes some tensors by itself. */
import type { Named, OnnxGraph, OnnxModel } from "./onnx-model";
import { writeModel } from "./onnx-model";
import type { OnnxNode } from "./onnx-node";
import { joinParts, messageField, numberField, textField } from "./wire-format";

export interface Cut {
  /** Tensors that the program computes; the nodes that would have are left out. */
  readonly replaced: readonly string[];
  /** Tensors that the program computes them from. */
  readonly wanted: readonly string[];
}

export interface SplitModel {
  /** Everything that does not wait for a replaced tensor. Takes the model's inputs; answers the wanted tensors, those
   * of the model's outputs that it can, and whatever the second part reads. */
  readonly before: Uint8Array;
  /** Inputs of the second part: replaced tensors, tensors of the first part, and inputs of the model. */
  readonly afterInputs: readonly string[];
  /** The second part, given ONNX's number for the element type of each of `afterInputs` that is no input of the model.
   * ONNX Runtime wants the types of inputs but works out those of outputs, so that the first part can tell them. */
  readonly after: (elementTypes: ReadonlyMap<string, number>) => Uint8Array;
}

const GRAPH = { input: 11, output: 12 };
const VALUE_INFO = { name: 1, type: 2 };
const TENSOR_TYPE = { tensor: 1, elementType: 1 };
/** What draws numbers gives others each time, so that both parts must see the same draw. */
const RANDOM = new Set(["RandomNormal", "RandomUniform"]);

/** Undefined where the model cannot be cut: it is tied to what stands beside it, or a replaced tensor is one of its
 * outputs, or none of its outputs waits for one. Nodes that depend on no input are repeated in the second part. */
export function splitModel(model: OnnxModel, { replaced, wanted }: Cut): SplitModel | undefined {
  const { graph } = model;
  const parts = sortNodes(graph, new Set(replaced));
  const isLate = ({ name }: Named): boolean => parts.lateNames.has(name);
  const lateOutputs = graph.outputs.filter(isLate);
  if (model.isTied || lateOutputs.length === 0 || graph.outputs.some(({ name }) => replaced.includes(name))) {
    return undefined;
  }
  const after = neededFor(lateOutputs.map(namesOf), [...parts.fixed, ...parts.late], graph);
  const own = new Set([...replaced, ...graph.inputs.map(namesOf)]);
  const passed = [...after.reads].filter((name) => parts.earlyNames.has(name) && !parts.fixedNames.has(name));
  const afterInputs = [...passed, ...[...after.reads].filter((name) => own.has(name) && !isInitialiser(graph, name))];
  const earlyOutputs = graph.outputs.filter((output) => !isLate(output));
  const asked = new Set([...wanted, ...passed]);
  for (const { name } of earlyOutputs) asked.delete(name);
  const before = neededFor([...asked, ...earlyOutputs.map(namesOf)], parts.early, graph);
  const untyped = [...asked].map((name) => valueInfo(GRAPH.output, name));
  return {
    before: part(model, before, { inputs: graph.inputs, outputs: [...earlyOutputs, ...untyped] }),
    afterInputs,
    after: (elementTypes) =>
      part(model, after, {
        inputs: afterInputs.map((name) => inputNamed(name, graph, elementTypes.get(name))),
        outputs: lateOutputs,
      }),
  };
}

interface SortedNodes {
  /** Nodes that wait for no replaced tensor, in the graph's order. */
  readonly early: readonly OnnxNode[];
  readonly earlyNames: ReadonlySet<string>;
  /** Those of them that wait for no input either. */
  readonly fixed: readonly OnnxNode[];
  readonly fixedNames: ReadonlySet<string>;
  readonly late: readonly OnnxNode[];
  readonly lateNames: ReadonlySet<string>;
}

function sortNodes(graph: OnnxGraph, replaced: ReadonlySet<string>): SortedNodes {
  const early: OnnxNode[] = [];
  const fixed: OnnxNode[] = [];
  const late: OnnxNode[] = [];
  const lateNames = new Set<string>();
  const varying = new Set(graph.inputs.map(namesOf).filter((name) => !isInitialiser(graph, name)));
  for (const node of graph.nodes) {
    if (node.outputs.some((name) => replaced.has(name))) continue;
    const reads = [...node.reads];
    if (reads.some((name) => replaced.has(name) || lateNames.has(name))) {
      late.push(node);
      addAll(lateNames, node.outputs);
      continue;
    }
    early.push(node);
    if (RANDOM.has(node.operator) || reads.some((name) => varying.has(name))) addAll(varying, node.outputs);
    else fixed.push(node);
  }
  return { early, earlyNames: outputsOf(early), fixed, fixedNames: outputsOf(fixed), late, lateNames };
}

interface Needed {
  readonly nodes: readonly OnnxNode[];
  /** Every name that the nodes or the outputs read. */
  readonly reads: ReadonlySet<string>;
}

/** Those of the nodes, in the graph's order, that the outputs hang on. */
function neededFor(outputs: readonly string[], candidates: readonly OnnxNode[], graph: OnnxGraph): Needed {
  const allowed = new Set(candidates);
  const reads = new Set(outputs);
  const nodes = graph.nodes
    .filter((node) => allowed.has(node))
    .toReversed()
    .filter((node) => {
      const isNeeded = node.outputs.some((name) => reads.has(name));
      if (isNeeded) addAll(reads, node.reads);
      return isNeeded;
    });
  return { nodes: nodes.toReversed(), reads };
}

function part(model: OnnxModel, { nodes, reads }: Needed, ends: Pick<OnnxGraph, "inputs" | "outputs">): Uint8Array {
  const { graph, rest } = model;
  const produced = outputsOf(nodes);
  return writeModel({
    rest,
    graph: {
      ...ends,
      nodes,
      initialisers: graph.initialisers.filter(({ name }) => reads.has(name)),
      valueInfos: graph.valueInfos.filter(({ name }) => produced.has(name)),
      rest: graph.rest,
    },
  });
}

function inputNamed(name: string, graph: OnnxGraph, elementType: number | undefined): Named {
  return graph.inputs.find((input) => input.name === name) ?? valueInfo(GRAPH.input, name, elementType);
}

function valueInfo(field: number, name: string, elementType?: number): Named {
  const tensor = elementType === undefined ? [] : numberField(TENSOR_TYPE.elementType, elementType);
  const type = messageField(VALUE_INFO.type, messageField(TENSOR_TYPE.tensor, tensor));
  const parts = [...textField(VALUE_INFO.name, name), ...(elementType === undefined ? [] : type)];
  return { name, raw: joinParts(messageField(field, parts)) };
}

function isInitialiser({ initialisers }: OnnxGraph, wanted: string): boolean {
  return initialisers.some(({ name }) => name === wanted);
}

function outputsOf(nodes: readonly OnnxNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== ""));
}

function addAll(names: Set<string>, added: Iterable<string>): void {
  for (const name of added) if (name !== "") names.add(name);
}

function namesOf({ name }: Named): string {
  return name;
}
