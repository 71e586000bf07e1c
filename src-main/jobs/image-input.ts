/** @file The input of a graph that takes an image. */
import type { TensorDescription } from "./runtime/session";

export interface ImageInput {
  readonly inputName: string;
  /** The input is [1, channels, height, width] instead of [channels, height, width]. */
  readonly hasBatchAxis: boolean;
  /** Absent where the graph takes any. */
  readonly channels?: 1 | 3;
  readonly heightPx?: number;
  readonly widthPx?: number;
  /** A second input, int64 [1, 2]: width and height of the image to which the boxes belong. */
  readonly sizeInputName?: string;
}

/** Undefined where the graph takes something else, or more. */
export function imageInputOf(inputs: readonly TensorDescription[], takesSize = false): ImageInput | undefined {
  if (inputs.length !== (takesSize ? 2 : 1)) return undefined;
  const images = inputs.flatMap((input) => readImage(input) ?? []);
  if (images.length !== 1) return undefined;
  if (!takesSize) return images[0];
  const size = inputs.find(isSize);
  return size && { ...images[0]!, sizeInputName: size.name };
}

function readImage({ name, type, shape }: TensorDescription): ImageInput | undefined {
  const hasBatchAxis = shape.length === 4;
  if (type !== "float32" || (shape.length !== 3 && !hasBatchAxis)) return undefined;
  if (hasBatchAxis && typeof shape[0] === "number" && shape[0] !== 1) return undefined;
  const [channels, heightPx, widthPx] = shape.slice(-3);
  if (typeof channels === "number" && channels !== 1 && channels !== 3) return undefined;
  return {
    inputName: name,
    hasBatchAxis,
    ...(typeof channels === "number" && { channels }),
    ...(typeof heightPx === "number" && { heightPx }),
    ...(typeof widthPx === "number" && { widthPx }),
  };
}

function isSize({ type, shape }: TensorDescription): boolean {
  return type === "int64" && shape.length === 2 && (shape[1] === 2 || typeof shape[1] === "string");
}
