/** @file How heat maps are named. */
import type { MapMethod } from "../../src-shared/domain/explanation";

export const METHOD_NAMES = {
  "grad-cam": "Grad-CAM",
  "grad-cam++": "Grad-CAM++",
  "hires-cam": "HiResCAM",
  "eigen-cam": "Eigen-CAM",
  "d-rise": "D-RISE",
} as const satisfies Record<MapMethod, string>;

/** "layer3, Grad-CAM, this Pneumonia box". Eigen-CAM shows a layer's strongest pattern, whatever is asked of it, and D-RISE
 * looks at no layer. */
export function describeMap(
  method: MapMethod,
  { layer, explained }: { readonly layer: string; readonly explained: string },
): string {
  const parts = [
    method !== "d-rise" && layer,
    METHOD_NAMES[method],
    method === "eigen-cam" ? "of the whole image, not of a box" : explained,
  ];
  return parts.filter(Boolean).join(", ");
}
