/** @file The length of a ruler, in millimetres where the header says how large a pixel is, and what these mean. */
import type { PixelDescription } from "../../../src-shared/domain/instance";
import type { Point } from "../../stores/view-geometry";

export interface RulerLength {
  readonly value: number;
  readonly unit: "mm" | "px";
  /** For example "12.3 mm at detector": Imager Pixel Spacing measures there, and the body is magnified. */
  readonly text: string;
}

export function rulerLength(from: Point, to: Point, { spacing }: Pick<PixelDescription, "spacing">): RulerLength {
  const value = Math.hypot((to.x - from.x) * (spacing?.columnMm ?? 1), (to.y - from.y) * (spacing?.rowMm ?? 1));
  if (!spacing) return { value, unit: "px", text: `${value.toFixed(1)} px` };
  const place = spacing.source === "ImagerPixelSpacing" ? " at detector" : "";
  return { value, unit: "mm", text: `${value.toFixed(1)} mm${place}` };
}
