/** @file The elements of small tensors as plain numbers, for rules that look into shapes, axes and scales. */
import { countElements, type Tensor } from "../tensor/tensor";
import { toFloat32 } from "../tensor/to-float32";

/** Larger ones hold data, not sizes. */
const MAX_ELEMENTS = 1024;

/** Undefined for large and for complex tensors. */
export function elementsOf(tensor: Tensor): readonly number[] | undefined {
  const { type, shape, data } = tensor;
  if (countElements(shape) > MAX_ELEMENTS || type.startsWith("complex")) return undefined;
  if (type === "float16" || type === "bfloat16") return Array.from(toFloat32(tensor));
  return Array.from(data, Number);
}
