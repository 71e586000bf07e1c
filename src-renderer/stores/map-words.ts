/** @file How heat maps are named. */
import { MAP_METHOD_NAMES, type MapMethod } from "../../src-shared/domain/explanation";

/** The end of a path that an exported graph gives its nodes: "/backbone/body/layer3/layer3.1/conv3/Conv" is layer3.1/conv3. */
export function readableLayer(name: string): string {
  const parts = name
    .split("/")
    .filter((part, index, all) => part !== "" && !OPERATOR.test(part) && !all[index + 1]?.startsWith(`${part}.`));
  return parts.length < 2 ? (parts[0] ?? name) : parts.slice(-2).join("/");
}

/** What exporters put after the path. */
const OPERATOR = /^[A-Z][A-Za-z]*(_\d+)?$/u;

/** "layer3, Grad-CAM, this Pneumonia box". Eigen-CAM shows a layer's strongest pattern, whatever is asked of it, and D-RISE
 * looks at no layer. */
export function describeMap(
  method: MapMethod,
  { layer, explained }: { readonly layer: string; readonly explained: string },
): string {
  const parts = [
    method !== "d-rise" && readableLayer(layer),
    MAP_METHOD_NAMES[method],
    method === "eigen-cam" ? "of the whole image, not of a box" : explained,
  ];
  return parts.filter(Boolean).join(", ");
}
