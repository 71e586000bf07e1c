/** @file The geometry of a curve over score thresholds: its path, thinned to what a screen can show, and its points. */
import type { Plot } from "./plot";

/** A point of a curve in shares of its axes, with the score threshold that it stands for. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  /** Detections from this score up are counted. */
  readonly score: number;
}

/** Points closer to the one before draw nothing new: a curve has as many as there are detections. */
const LEAST_STEP_PX = 0.5;

/** The SVG path through the points, in their order. */
export function curvePath(points: readonly Pick<CurvePoint, "x" | "y">[], plot: Plot): string {
  let path = "";
  let last: { readonly x: number; readonly y: number } | undefined;
  points.forEach((point, index) => {
    const at = { x: plot.x(point.x), y: plot.y(point.y) };
    const isEnd = index === points.length - 1;
    if (last && !isEnd && Math.hypot(at.x - last.x, at.y - last.y) < LEAST_STEP_PX) return;
    path += `${last ? "L" : "M"}${round(at.x)} ${round(at.y)}`;
    last = at;
  });
  return path;
}

/** Undefined for a curve without points. */
export function nearestPoint<Point extends CurvePoint>(
  points: readonly Point[],
  at: { readonly x: number; readonly y: number },
): Point | undefined {
  const distance = (point: CurvePoint): number => (point.x - at.x) ** 2 + (point.y - at.y) ** 2;
  let nearest = points[0];
  for (const point of points) if (nearest && distance(point) < distance(nearest)) nearest = point;
  return nearest;
}

/** Rounded down to what the slider can hold, so that the detection of that score is still counted. */
export function sliderScore(score: number): number {
  return Math.floor(score * 100 + 1e-6) / 100;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
