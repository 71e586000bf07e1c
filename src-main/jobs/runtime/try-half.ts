/** @file Tries whether a device computes in half precision: some graphics cards do not, and say so only when they run. */
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { GraphBuilder } from "../../numerics/onnx/builder";
import { encodeModel } from "../../numerics/onnx/encode-model";
import { openSession } from "./open-session";

/** Errors are the library's own. */
export async function tryHalf(provider: ExecutionProvider): Promise<void> {
  const builder = new GraphBuilder("half");
  const halved = builder.cast(builder.input("numbers", "float32", [4]), "float16");
  builder.output("sums", builder.cast(builder.add(halved, halved), "float32"));
  const session = await openSession(encodeModel(builder.toGraph()), provider);
  try {
    await session.run({ numbers: { type: "float32", shape: [4], data: new Float32Array(4) } });
  } finally {
    await session.release();
  }
}
