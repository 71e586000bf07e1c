/** @file How many pixels of a network's image one cell of each of its tensors stands for. */
import type { ImportedGraph } from "../../numerics/autodiff/imported-forward";
import type { GraphNode } from "../../numerics/onnx/graph";

/** By tensor: 1 for what no convolution has seen yet, however an image was resized before. Where shapes are open this is
 * told from the strides of convolutions and pools alone, so that what stands behind other changes of size is missing. */
export function stridesFrom({ graph }: ImportedGraph): ReadonlyMap<string, number> {
  const strides = new Map(graph.inputs.map(({ name }) => [name, 1]));
  const seen = new Set<string>();
  for (const node of graph.nodes) {
    const [first = 0, ...others] = node.inputs.flatMap((name) => strides.get(name) ?? []);
    const isSeen = node.inputs.some((name) => seen.has(name));
    // Of tensors that meet, an elementwise operator and Concat want one size.
    const stride = Math.max(first, ...others) * factorOf(node, isSeen);
    for (const name of node.outputs) {
      if (stride > 0) strides.set(name, stride);
      if (isSeen || node.operator === "Conv") seen.add(name);
    }
  }
  return strides;
}

/** 0 where it cannot be told. */
function factorOf({ operator, attributes }: GraphNode, isSeen: boolean): number {
  switch (operator) {
    case "Conv":
    case "MaxPool":
    case "AveragePool": {
      const strides = attributes["strides"];
      return strides?.kind === "integers" ? (strides.value[0] ?? 1) : 1;
    }
    case "Resize":
    case "ConvTranspose":
      return isSeen ? 0 : 1;
    default:
      return 1;
  }
}
