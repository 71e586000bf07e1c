/** @file Loads ONNX Runtime on first use: most workers and the whole back end never need its native library. */
import type * as Ort from "onnxruntime-node";

let loading: Promise<typeof Ort> | undefined;

export async function loadOrt(): Promise<typeof Ort> {
  loading ??= import("onnxruntime-node").then((ort) => {
    // What goes wrong is thrown as well; the library's own lines on stderr would only repeat it for nobody.
    ort.env.logLevel = "fatal";
    return ort;
  });
  return loading;
}
