/** @file Puts other tensors in the place of a model's own. */
import { encodeTensor } from "./encode-model";
import { GRAPH } from "./onnx-fields";
import { writeModel, type Named, type OnnxModel } from "./onnx-model";
import type { Tensor } from "../tensor/tensor";
import { joinParts, messageField } from "./wire-format";

/** The model's bytes with these initialisers instead of those of the same names; all else as it is. */
export function replaceInitialisers({ graph, rest }: OnnxModel, tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  const replaced = graph.initialisers.map((initialiser): Named => {
    const tensor = tensors.get(initialiser.name);
    if (!tensor) return initialiser;
    return { ...initialiser, raw: joinParts(messageField(GRAPH.initialiser, encodeTensor(tensor, initialiser.name))) };
  });
  return writeModel({ rest, graph: { ...graph, initialisers: replaced } });
}
