/** @file A prepared image as a graph's input. */
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { ImageInput } from "../image-input";
import type { TensorValue } from "../runtime/session";

export function imageTensor(
  { data, shape }: Pick<PreparedInput, "data" | "shape">,
  { hasBatchAxis }: Pick<ImageInput, "hasBatchAxis">,
): TensorValue {
  return { type: "float32", shape: hasBatchAxis ? [1, ...shape] : shape, data };
}
