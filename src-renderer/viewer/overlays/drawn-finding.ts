/** @file A finding where it lies on the screen. */
import type { Point } from "../../stores/view-geometry";
import type { OverlayFinding, OverlayLayer } from "../viewer-image";
import type { FindingAppearance } from "./finding-appearance";
import type { ScreenRectangle } from "./place-labels";

export interface DrawnFinding {
  readonly kind: OverlayLayer["kind"];
  readonly finding: OverlayFinding;
  /** In CSS pixels; the image's upper left corner of the box first, then clockwise in the image. */
  readonly corners: readonly Point[];
  /** The box on the screen. */
  readonly around: ScreenRectangle;
  readonly appearance: FindingAppearance;
}
