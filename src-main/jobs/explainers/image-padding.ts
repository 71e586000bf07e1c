/** @file Where an imported graph pads its image by itself: which part of a layer's grid the image fills. */
import type { ImportedGraph } from "../../numerics/autodiff/imported-forward";
import type { GraphNode } from "../../numerics/onnx/graph";

/** Names of the image's tensor before and behind a border that the graph adds below it and to its right. */
export interface ImagePadding {
  readonly before: string;
  readonly behind: string;
}

/** Nodes between such a border and the first convolution that leave rows and columns as they are. */
const PASSED = new Set(["Cast", "Concat", "Identity", "Squeeze", "Unsqueeze"]);

/** Undefined where nothing is added in front of the first convolution, as by exports that take one size. */
export function findImagePadding({ graph, producers }: ImportedGraph): ImagePadding | undefined {
  const first = graph.nodes.find(({ operator }) => operator === "Conv");
  let node: GraphNode | undefined = producers.get(first?.inputs[0] ?? "");
  while (node && PASSED.has(node.operator)) node = producers.get(node.inputs[0] ?? "");
  const [before] = node?.inputs ?? [];
  const [behind] = node?.outputs ?? [];
  return node?.operator === "Pad" && before !== undefined && behind !== undefined ? { before, behind } : undefined;
}

/** torchvision's size_divisible, and that of others: a border of a pixel or two belongs to the first convolution. */
const SIZE_DIVISIBLE = 32;

/** How many of a layer's rows and columns the image fills; undefined where it fills all. Both sizes end in rows and
 * columns. */
export function filledPart(
  layer: { readonly rows: number; readonly columns: number },
  before: readonly number[],
  behind: readonly number[],
): { readonly rows: number; readonly columns: number } | undefined {
  if (behind.slice(-2).some((size) => size % SIZE_DIVISIBLE !== 0)) return undefined;
  const [heightShare, widthShare] = [-2, -1].map((axis) => before.at(axis)! / behind.at(axis)!) as [number, number];
  if (heightShare === 1 && widthShare === 1) return undefined;
  return { rows: layer.rows * heightShare, columns: layer.columns * widthShare };
}
