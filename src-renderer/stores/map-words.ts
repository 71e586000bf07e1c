/** @file How heat maps are named. */
import { MAP_METHOD_NAMES } from "../../src-shared/domain/explanation";
import type { MapMethod } from "../../src-shared/domain/explanation";

/** Until everybody takes it from the domain. */
export const METHOD_NAMES = MAP_METHOD_NAMES;

/** "layer3, Grad-CAM, this Pneumonia box". Eigen-CAM shows a layer's strongest pattern, whatever is asked of it, and D-RISE
 * looks at no layer. */
export function describeMap(
  method: MapMethod,
  { layer, explained }: { readonly layer: string; readonly explained: string },
): string {
  const parts = [
    method !== "d-rise" && layer,
    MAP_METHOD_NAMES[method],
    method === "eigen-cam" ? "of the whole image, not of a box" : explained,
  ];
  return parts.filter(Boolean).join(", ");
}
