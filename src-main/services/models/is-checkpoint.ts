/** @file Whether a registered model is weights alone, whose network the program builds. */
import type { Model } from "../../../src-shared/domain/model";

/** Models that were registered before facts were kept are ONNX files. */
export function isCheckpoint({ facts }: Pick<Model, "facts">): boolean {
  return facts !== undefined && facts.format !== "onnx";
}
