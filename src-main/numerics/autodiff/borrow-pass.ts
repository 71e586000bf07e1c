/** @file A forward pass that runs in another graph: what the way back reads of it becomes an input or a constant. */
import type { Tensor } from "../tensor/tensor";
import type { GraphBuilder, Value } from "../onnx/builder";
import type { ForwardPass } from "./forward-pass";

export interface BorrowedPass extends ForwardPass {
  /** For each input that was declared so far, the name of the value in the graph of the forward pass. */
  readonly borrowed: ReadonlyMap<string, string>;
}

/** Values are declared in the builder's graph when a rule first reads them; constants take their tensors along. */
export function borrowPass(
  builder: GraphBuilder,
  { nodes, infoOf }: Pick<ForwardPass, "nodes" | "infoOf">,
  initialisers: ReadonlyMap<string, Tensor>,
): BorrowedPass {
  const values = new Map<string, Value>();
  const borrowed = new Map<string, string>();
  const declare = (name: string): Value => {
    // A name of its own: the builder may have named something alike already.
    const own = `forward/${name}`;
    const tensor = initialisers.get(name);
    if (tensor) return builder.constant(tensor, own);
    borrowed.set(own, name);
    const { type, shape } = infoOf(name);
    return builder.input(own, type, shape);
  };
  const valueOf = (name: string): Value => {
    const value = values.get(name) ?? declare(name);
    values.set(name, value);
    return value;
  };
  return { nodes, infoOf, valueOf, borrowed };
}
