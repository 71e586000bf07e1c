/** @file Reads tensors that stay on a device, by way of a graph that answers what it is given: ONNX Runtime's own
 * `getData()` ends the process. */
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { GraphBuilder } from "../../numerics/onnx/builder";
import { encodeModel } from "../../numerics/onnx/encode-model";
import type { ElementType } from "../../numerics/tensor/tensor";
import { openSession } from "./open-session";
import type { KeptTensor, TensorValue } from "./session";

/** Copies of their numbers, by the same names; the tensors stay where they are. Errors are the library's own. */
export async function readKept(
  kept: ReadonlyMap<string, KeptTensor>,
  provider: ExecutionProvider,
): Promise<ReadonlyMap<string, TensorValue>> {
  if (kept.size === 0) return new Map();
  const builder = new GraphBuilder("read");
  for (const [name, { type, shape }] of kept) {
    builder.output(answerTo(name), builder.identity(builder.input(name, type as ElementType, shape)));
  }
  const session = await openSession(encodeModel(builder.toGraph()), provider);
  try {
    const { answer } = await session.runKeeping(Object.fromEntries(kept));
    return new Map(Array.from(kept.keys(), (name) => [name, answer[answerTo(name)]!]));
  } finally {
    await session.release();
  }
}

function answerTo(name: string): string {
  return `read/${name}`;
}
