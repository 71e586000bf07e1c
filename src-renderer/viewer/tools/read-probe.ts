/** @file Reads the pixel under a point of the image. */
import type { Point } from "../../stores/view-geometry";
import type { ProbeReading } from "../../stores/viewport-store";
import { modalityValue } from "../../stores/window-presets";
import type { Frame } from "../frame-metadata";

/** Undefined beside the image. */
export function readProbe({ pixels, values }: Frame, point: Point): ProbeReading | undefined {
  const x = Math.floor(point.x);
  const y = Math.floor(point.y);
  if (x < 0 || y < 0 || x >= pixels.columns || y >= pixels.rows) return undefined;
  const storedValue = values[y * pixels.columns + x]!;
  return { x, y, storedValue, modalityValue: modalityValue(pixels, storedValue) };
}
