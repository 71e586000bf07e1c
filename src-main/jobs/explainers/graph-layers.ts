/** @file The convolutions of an imported graph that a heat map can be made at. */
import type { ExplainableLayer } from "../../../src-shared/domain/explanation";
import type { ImportedGraph } from "../../numerics/autodiff/imported-forward";
import { tensorsLeadingTo } from "../../numerics/autodiff/smooth-path";
import type { GraphNode } from "../../numerics/onnx/graph";
import { stridesFrom } from "./graph-strides";

export interface GraphLayer extends ExplainableLayer {
  readonly channels: number;
  /** The tensor that is looked at: what the convolution's activation makes of its answer, or the answer itself. */
  readonly tensor: string;
  /** Pixels of the network's image for one cell; undefined where that cannot be told. */
  readonly stride: number | undefined;
  /** Whether other weights follow on the way to a score: the last convolution of a head is an answer, not a view. */
  readonly isInside: boolean;
}

/** Every convolution over one image that leads to a score, in the graph's order; those whose answers end up in one
 * tensor, such as a residual block's last and its shortcut, count once. Those of one single place, such as the pair that
 * weighs channels in a squeeze-and-excitation block, have nowhere to point and are left out. */
export function listGraphLayers(imported: ImportedGraph, scoreOutputs: readonly string[]): readonly GraphLayer[] {
  const { graph, known } = imported;
  const leading = tensorsLeadingTo(graph, known, scoreOutputs);
  const convolutions = graph.nodes.filter(({ operator, domain }) => operator === "Conv" && domain === "");
  const weighted = graph.nodes.filter(
    ({ operator, outputs }) => WEIGHTED.has(operator) && leading.has(outputs[0] ?? ""),
  );
  const insides = tensorsLeadingTo(
    graph,
    known,
    weighted.flatMap(({ inputs }) => inputs.slice(0, 1)),
  );
  const strides = stridesFrom(imported);
  const readers = readersOf(graph.nodes);
  const taken = new Set<string>();
  return convolutions.flatMap((node): readonly GraphLayer[] => {
    const [answer = ""] = node.outputs;
    const tensor = followToActivation(answer, readers);
    const [images, channels, ...space] = known.get(answer)?.shape ?? [];
    if (!leading.has(tensor) || taken.has(tensor)) return [];
    if (images !== 1 || typeof channels !== "number" || space.length !== 2) return [];
    if (space.every((size) => size === 1)) return [];
    taken.add(tensor);
    const layer = { name: node.name || answer, title: titleOf(node, imported, channels), channels, tensor };
    return [{ ...layer, stride: strides.get(answer), isInside: insides.has(tensor) }];
  });
}

const BOX_NUMBERS = 4;

/** Of an answer that a graph joins from boxes and scores, the parts behind the boxes; otherwise the answer itself. */
export function behindBoxes(output: string, axis: number, { producers, known }: ImportedGraph): readonly string[] {
  const join = producers.get(output);
  const along = join?.attributes["axis"]?.value;
  const rank = known.get(output)?.shape?.length;
  if (join?.operator !== "Concat" || typeof along !== "number" || rank === undefined) return [output];
  if ((along + rank) % rank !== axis) return [output];
  const [first = "", ...others] = join.inputs;
  return known.get(first)?.shape?.[axis] === BOX_NUMBERS && others.length > 0 ? others : [output];
}

const WEIGHTED = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);

/** Up to four, from the input to the output: of each size of grid that the backbone has, the last of its layers with
 * the most channels; the backbone ends where grids grow again, as they do in pyramids. */
export function suggestLayers(layers: readonly GraphLayer[]): readonly GraphLayer[] {
  const inside = layers.filter(({ isInside }) => isInside);
  const candidates = inside.length > 0 ? inside : layers;
  const backbone = backboneOf(candidates);
  const strides = [...new Set(backbone.map(({ stride }) => stride))].filter((stride) => stride !== undefined);
  if (strides.length < 2) return spreadOver(candidates);
  const best = strides.map((stride) => {
    const group = backbone.filter((layer) => layer.stride === stride);
    const most = Math.max(...group.map(({ channels }) => channels));
    return group.findLast(({ channels }) => channels === most)!;
  });
  return best.slice(-MOST_SUGGESTED);
}

const MOST_SUGGESTED = 4;

function backboneOf(layers: readonly GraphLayer[]): readonly GraphLayer[] {
  let coarsest = 0;
  const end = layers.findIndex(({ stride = coarsest }) => {
    coarsest = Math.max(coarsest, stride);
    return stride < coarsest;
  });
  return end < 0 ? layers : layers.slice(0, end);
}

function spreadOver(layers: readonly GraphLayer[]): readonly GraphLayer[] {
  const count = Math.min(MOST_SUGGESTED, layers.length);
  return Array.from({ length: count }, (_, index) => layers[Math.ceil(((index + 1) * layers.length) / count) - 1]!);
}

function titleOf({ inputs, attributes }: GraphNode, { known }: ImportedGraph, channels: number): string {
  const kernel = known.get(inputs[1] ?? "")?.shape?.slice(2) ?? [];
  const group = attributes["group"]?.value;
  const kind = typeof group === "number" && group > 1 && group === channels ? "Depthwise convolution" : "Convolution";
  return `${kind} ${kernel.join(" × ")}, ${channels} channels`;
}

type Readers = ReadonlyMap<string, readonly GraphNode[]>;

function readersOf(nodes: readonly GraphNode[]): Readers {
  const readers = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    for (const name of new Set(node.inputs)) readers.set(name, [...(readers.get(name) ?? []), node]);
  }
  return readers;
}

const ACTIVATIONS = new Set([
  "Relu",
  "LeakyRelu",
  "PRelu",
  "Clip",
  "Elu",
  "Selu",
  "Celu",
  "HardSwish",
  "Mish",
  "Tanh",
  "Atan",
  "Sin",
  "Cos",
]);
/** Beginnings of x · f(x): SiLU, hard swish, Mish. */
const GATES = new Set(["Sigmoid", "HardSigmoid", "Softplus"]);
/** What scales the input of a GELU's error function, and its answer. */
const SCALINGS = new Set(["Div", "Mul"]);
/** What may stand between a convolution and its activation. */
const BETWEEN = new Set(["BatchNormalization", "InstanceNormalization", "Add", "Sum", "Mean", "Mul", "Cast"]);

/** The tensor behind the activation that the answer goes through before anything else reads it; the answer itself where
 * there is none. */
function followToActivation(answer: string, readers: Readers): string {
  let current = answer;
  for (;;) {
    const following = readers.get(current) ?? [];
    const gated = gatedBy(current, following, readers) ?? bentByErf(following, readers);
    if (gated !== undefined) return gated;
    const [next] = following;
    if (!next || following.length > 1 || next.domain !== "") return answer;
    if (ACTIVATIONS.has(next.operator)) return next.outputs[0] ?? answer;
    if (!BETWEEN.has(next.operator)) return answer;
    current = next.outputs[0] ?? "";
  }
}

/** x · f(x), where nothing else reads x: the product. */
function gatedBy(tensor: string, following: readonly GraphNode[], readers: Readers): string | undefined {
  const product = following.find(({ operator }) => operator === "Mul");
  const gate = following.find(({ operator }) => GATES.has(operator));
  if (following.length !== 2 || !product || !gate) return undefined;
  let current = gate.outputs[0];
  while (current !== undefined && !product.inputs.includes(current)) {
    const [next, ...others] = readers.get(current) ?? [];
    current = others.length === 0 && next?.inputs.length === 1 ? next.outputs[0] : undefined;
  }
  return current !== undefined && product.inputs.includes(tensor) ? product.outputs[0] : undefined;
}

/** x · (1 + erf(x / √2)) / 2 of exported GELUs, where nothing else reads x: what stands last of the product and of the
 * half, which may stand on x, on the sum or on the product. */
function bentByErf(following: readonly GraphNode[], readers: Readers): string | undefined {
  const onlyReader = (node: GraphNode | undefined): GraphNode | undefined => {
    const [next, ...others] = readers.get(node?.outputs[0] ?? "") ?? [];
    return others.length === 0 ? next : undefined;
  };
  const scaling = following.find((node) => SCALINGS.has(node.operator) && onlyReader(node)?.operator === "Erf");
  const other = following.find((node) => node !== scaling);
  const sum = scaling && onlyReader(onlyReader(scaling));
  if (following.length !== 2 || !other || sum?.operator !== "Add") return undefined;
  const joins = (node: GraphNode): boolean => node === other || node.inputs.includes(other.outputs[0] ?? "");
  const next = onlyReader(sum);
  const halved = next && SCALINGS.has(next.operator) && !joins(next) ? next : undefined;
  const product = halved ? onlyReader(halved) : next;
  if (product?.operator !== "Mul" || !joins(product)) return undefined;
  const last = halved || product !== other ? product : onlyReader(product);
  return last && SCALINGS.has(last.operator) ? last.outputs[0] : undefined;
}
