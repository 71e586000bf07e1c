/** @file The elements of small tensors as plain numbers, for rules that look into shapes, axes and scales. */
import { countElements, type Tensor } from "../tensor/tensor";
import { toFloat32 } from "../tensor/to-float32";
import type { Dimension } from "./graph";

/** Larger tensors hold data, not sizes. */
export const MAX_KNOWN_ELEMENTS = 1024;

/** Undefined for large and for complex tensors. */
export function elementsOf(tensor: Tensor): readonly number[] | undefined {
  const { type, shape, data } = tensor;
  if (countElements(shape) > MAX_KNOWN_ELEMENTS || type.startsWith("complex")) return undefined;
  if (type === "float16" || type === "bfloat16") return Array.from(toFloat32(tensor));
  return Array.from(data, Number);
}

/** One element over and over; undefined where they would be too many, or nobody knows how many. */
export function repeatElement(element: Dimension, length: Dimension): readonly Dimension[] | undefined {
  if (typeof length !== "number" || length > MAX_KNOWN_ELEMENTS) return undefined;
  return Array.from({ length }, () => element);
}
