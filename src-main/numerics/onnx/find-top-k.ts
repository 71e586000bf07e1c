/** @file Finds the TopK nodes of a graph that stand for `torch.topk` and can be computed outside of it. */
import type { OnnxNode } from "./onnx-node";
import type { OnnxGraph } from "./onnx-model";

export interface TopKNode {
  /** Names of the tensors. */
  readonly data: string;
  readonly count: string;
  /** Empty where nothing reads it. */
  readonly values: string;
  readonly indices: string;
  readonly axis: number;
}

/** Nodes that pass a count on without choosing another. */
const CARRIERS = new Set(["Cast", "Gather", "Identity", "Reshape", "Slice", "Squeeze", "Unsqueeze"]);

/** Those that ask for the largest, sorted, and that wait for no other of them. A TopK that takes all there is, by the
 * shape of its own input, is how torch exports a sort, whose ties ONNX breaks as torch does: by the lowest index. */
export function findTopK({ nodes }: OnnxGraph): readonly TopKNode[] {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const found: OnnxNode[] = [];
  const following = new Set<string>();
  for (const node of nodes) {
    const isFollowing = [...node.reads].some((name) => following.has(name));
    const isTop = !isFollowing && isLargestSorted(node) && !takesAll(node, producers);
    if (isTop) found.push(node);
    if (isTop || isFollowing) for (const name of node.outputs) following.add(name);
  }
  return found.map(describe);
}

/** Before operator set 10 the count was an attribute. */
function isLargestSorted({ operator, domain, inputs, integers }: OnnxNode): boolean {
  if (operator !== "TopK" || domain !== "" || inputs.length !== 2) return false;
  return (integers.get("largest") ?? 1) === 1 && (integers.get("sorted") ?? 1) === 1;
}

function takesAll({ inputs: [data, count] }: OnnxNode, producers: ReadonlyMap<string, OnnxNode>): boolean {
  let source = producers.get(count);
  while (source && CARRIERS.has(source.operator)) source = producers.get(source.inputs[0]);
  return source?.operator === "Shape" && source.inputs[0] === data;
}

function describe({ inputs, outputs, integers }: OnnxNode): TopKNode {
  const [data, count] = inputs;
  const [values = "", indices = ""] = outputs;
  return { data, count, values, indices, axis: integers.get("axis") ?? -1 };
}
