/** @file Computes a size formula with numbers for its names, by another way than the program: as JavaScript. */
import type { Dimension } from "../../src-main/numerics/onnx/graph";

/** Names are letters, digits, underscores and dots. */
export function evaluateSize(size: Dimension, sizes: ReadonlyMap<string, number>): number {
  if (typeof size === "number") return size;
  const formula = size
    .replaceAll(/[A-Za-z_][\w.]*(?!\w*\()/g, (name) => (sizes.has(name) ? String(sizes.get(name)) : name))
    .replaceAll(/\b(floor|max|min)\(/g, "Math.$1(");
  // Adding 0 makes 0 of -0.
  return (new Function(`return ${formula};`)() as number) + 0;
}
