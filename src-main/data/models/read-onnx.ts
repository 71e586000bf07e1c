/** @file Looks into an ONNX file of any size and refuses what ONNX Runtime could not run, by name. */
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelFacts } from "../../../src-shared/domain/model";
import { decodeModel, type DecodedModel } from "../../numerics/onnx/decode-model";
import type { Graph, GraphNode } from "../../numerics/onnx/graph";
import { printableName, printableText } from "../../numerics/pickle/printable-name";
import { countElements } from "../../numerics/tensor/tensor";
import { locateExternalData, type ExternalPlace } from "./external-data";
import { holdsNan } from "./find-nan";
import { LOOKALIKE_BYTES, lookalikeOf } from "./lookalike";
import { readOnnxOutline, type OnnxOutline } from "./onnx-outline";
import { openRandomAccessFile, type RandomAccessFile } from "./random-access-file";

/** Operator sets that ONNX Runtime 1.30 takes; it says so itself of an older or newer one. */
const OLDEST_OPSET = 7;
const NEWEST_OPSET = 26;

/** Domains whose operators come with ONNX Runtime. */
const KNOWN_DOMAINS = new Set([
  "",
  "ai.onnx.ml",
  "ai.onnx.preview.training",
  "com.microsoft",
  "com.microsoft.nchwc",
  "com.ms.internal.nhwc",
]);

export interface OnnxContent {
  /** Without the elements of its initialisers. */
  readonly model: DecodedModel;
  readonly facts: ModelFacts;
  /** Files with weights beside the model, relative to its folder. */
  readonly dataFiles: readonly string[];
}

/** @throws {Failure} `unsupported` when it is no whole ONNX file, has an operator set or operators that nobody here
 * knows, lacks weights, or has weights that are no numbers. */
export function readOnnx(file: string): OnnxContent {
  const name = printableName(path.basename(file));
  const opened = openRandomAccessFile(file, name);
  try {
    const ending = path.extname(file).toLowerCase();
    const outline = naming(opened, ending, () => readOnnxOutline(opened));
    const model = naming(opened, ending, () => decodeModel(outline.bytes, { withWeights: false }));
    const opset = requireOpset(model, name);
    requireKnownOperators(model, name);
    const described = new Map(model.tensors.map((tensor) => [tensor.name, tensor]));
    const external = locateExternalData(
      file,
      model.externalData.map((data) => ({ type: undefined, shape: [], ...described.get(data.tensor), ...data })),
    );
    requireNumbers(opened, outline, name);
    requireExternalNumbers(external.places, name);
    return { model, facts: factsOf(model, opset), dataFiles: external.files };
  } finally {
    opened.close();
  }
}

/** Names in a file may be of any length. */
const LONGEST_REASON = 400;

/** The readers know bytes, not files. */
function naming<Result>(file: RandomAccessFile, ending: string, read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    const sentence = `${file.fileName} is ${lookalike(file) ?? noModel(ending, thrown)}; an ONNX model or a checkpoint of PyTorch was expected.`;
    throw new Failure("unsupported", sentence, { cause: thrown });
  }
}

function lookalike(file: RandomAccessFile): string | undefined {
  return lookalikeOf(file.read(0, Math.min(file.byteLength, LOOKALIKE_BYTES)));
}

function noModel(ending: string, { message }: Failure): string {
  const found = printableText(message.replace(/\.$/, ""), LONGEST_REASON);
  // Another ending promised another format, and the file has the mark of none.
  const what = ending === ".onnx" ? "no whole ONNX file" : "neither a checkpoint of PyTorch nor a whole ONNX file";
  return `${what} (${found.charAt(0).toLowerCase()}${found.slice(1)})`;
}

function factsOf({ tensors, producer }: DecodedModel, opset: number): ModelFacts {
  const parameters = tensors.reduce((sum, { shape }) => sum + countElements(shape), 0);
  return { format: "onnx", parameters, opset, ...(producer !== "" && { producer }) };
}

function requireOpset({ opsets, graph }: DecodedModel, name: string): number {
  const opset = opsets.get("");
  const range = `${OLDEST_OPSET} to ${NEWEST_OPSET}`;
  if (opset === undefined) {
    const found = graph.nodes.length === 0 ? "has no operators" : "does not say which operator set of ONNX it uses";
    throw new Failure("unsupported", `${name} ${found}; a set from ${range} was expected.`);
  }
  if (opset >= OLDEST_OPSET && opset <= NEWEST_OPSET) return opset;
  throw new Failure("unsupported", `${name} uses operator set ${opset} of ONNX; one from ${range} was expected.`);
}

function requireKnownOperators({ graph, functions }: DecodedModel, name: string): void {
  const own = new Set(functions.map((defined) => `${defined.domain}:${defined.name}`));
  const foreign = nodesOf(graph).find(
    ({ domain, operator }) => !KNOWN_DOMAINS.has(normalDomain(domain)) && !own.has(`${domain}:${operator}`),
  );
  if (!foreign) return;
  const sentence = `${name} uses the custom operator ${printableName(foreign.operator)} of the domain ${printableName(foreign.domain)}; operators of ONNX were expected.`;
  throw new Failure("unsupported", sentence);
}

function normalDomain(domain: string): string {
  return domain === "ai.onnx" ? "" : domain;
}

/** Of the graphs within nodes as well. */
function nodesOf({ nodes }: Graph): readonly GraphNode[] {
  return nodes.flatMap((node) => [
    node,
    ...Object.values(node.attributes).flatMap((attribute) =>
      attribute.kind === "graph" ? nodesOf(attribute.value) : [],
    ),
  ]);
}

function requireNumbers(file: RandomAccessFile, { weights }: OnnxOutline, name: string): void {
  // A single number may be NaN on purpose: what a mask fills in.
  const spoilt = weights.find((place) => countElements(place.shape) > 1 && holdsNan(file, place));
  if (spoilt) throw notNumbers(name, spoilt.name);
}

function requireExternalNumbers(places: readonly ExternalPlace[], name: string): void {
  for (const file of new Set(places.map((place) => place.file))) {
    const opened = openRandomAccessFile(file, printableName(path.basename(file)));
    try {
      const spoilt = places.find((place) => place.file === file && holdsNan(opened, place));
      if (spoilt) throw notNumbers(name, spoilt.tensor);
    } finally {
      opened.close();
    }
  }
}

function notNumbers(name: string, tensor: string): Failure {
  return new Failure("unsupported", `${name} holds NaN in ${printableName(tensor)}; finite weights were expected.`);
}
