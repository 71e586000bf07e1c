/** @file Aims Cornerstone's camera so that an image lands where our affine map says, on either of its paths. */
import type { Types } from "@cornerstonejs/core";
import { invertAffine, transformPoint } from "../stores/view-geometry";
import type { Affine, Point, View, ViewportSize } from "../stores/view-geometry";
import type { Renderer } from "./choose-renderer";

export interface Aim {
  readonly renderer: Renderer;
  readonly view: View;
  readonly imageToScreen: Affine;
  readonly viewport: ViewportSize;
  /** Millimetres, or pixels, a pixel in Cornerstone's world. */
  readonly spacing: { readonly rowMm: number; readonly columnMm: number };
}

/** The canvas' size in device pixels, which both paths of Cornerstone come to. */
export function rasterSize({ widthPx, heightPx, devicePixelRatio }: ViewportSize): { width: number; height: number } {
  // Cornerstone refuses to draw on less.
  const toRaster = (px: number): number => Math.max(2, Math.round(px * devicePixelRatio));
  return { width: toRaster(widthPx), height: toRaster(heightPx) };
}

export function aimCamera(stack: Types.IStackViewport, aim: Aim): void {
  if (aim.renderer === "gpu") aimGpuCamera(stack, aim);
  else aimCpuCamera(stack, aim);
}

/** One absolute camera: no flags, nothing relative to the previous view. */
function aimGpuCamera(stack: Types.IStackViewport, aim: Aim): void {
  const screenToImage = invertAffine(aim.imageToScreen);
  const right = toWorldVector(aim, { x: screenToImage.xx, y: screenToImage.yx });
  const up = toWorldVector(aim, { x: -screenToImage.xy, y: -screenToImage.yy });
  const worldPerCssPx = Math.hypot(...up);
  const viewUp = scaled(up, 1 / worldPerCssPx);
  const viewPlaneNormal = cross(scaled(right, 1 / Math.hypot(...right)), viewUp);
  const focalPoint = toWorld(aim, transformPoint(screenToImage, canvasMiddle(aim)));
  const position: Types.Point3 = [
    focalPoint[0] + viewPlaneNormal[0] * CAMERA_DISTANCE,
    focalPoint[1] + viewPlaneNormal[1] * CAMERA_DISTANCE,
    focalPoint[2] + viewPlaneNormal[2] * CAMERA_DISTANCE,
  ];
  const parallelScale = worldPerCssPx * canvasMiddle(aim).y;
  stack.setCamera({ viewUp, viewPlaneNormal, focalPoint, position, parallelScale });
}

/** The CPU camera knows only steps from where it stands: set scale, flips and rotation, then look where the middle of the
 * canvas has come to lie and step by the difference. */
function aimCpuCamera(stack: Types.IStackViewport, aim: Aim): void {
  const { view, viewport } = aim;
  stack.setViewPresentation({ rotation: view.rotation, zoom: view.zoom * viewport.devicePixelRatio });
  stack.setCamera({ flipHorizontal: view.isFlippedHorizontally, flipVertical: view.isFlippedVertically });
  const middle = canvasMiddle(aim);
  const wanted = toWorld(aim, transformPoint(invertAffine(aim.imageToScreen), middle));
  const found = stack.canvasToWorld([middle.x, middle.y]);
  const from = stack.getCamera().focalPoint!;
  stack.setCamera({
    focalPoint: [from[0] + wanted[0] - found[0], from[1] + wanted[1] - found[1], from[2] + wanted[2] - found[2]],
  });
}

/** Any distance will do for a parallel projection; this keeps the image between the clipping planes. */
const CAMERA_DISTANCE = 100;

/** In CSS pixels. The canvas has whole device pixels, so its middle may lie off the viewport's by part of one. */
function canvasMiddle({ viewport }: Aim): Point {
  const { width, height } = rasterSize(viewport);
  return { x: width / 2 / viewport.devicePixelRatio, y: height / 2 / viewport.devicePixelRatio };
}

/** Index 0 is the first pixel's corner on the CPU path and its centre on the GPU path. */
function toWorld(aim: Aim, point: Point): Types.Point3 {
  const half = aim.renderer === "gpu" ? 0.5 : 0;
  return [(point.x - half) * aim.spacing.columnMm, (point.y - half) * aim.spacing.rowMm, 0];
}

function toWorldVector({ spacing }: Aim, vector: Point): Types.Point3 {
  return [vector.x * spacing.columnMm, vector.y * spacing.rowMm, 0];
}

function scaled(vector: Types.Point3, factor: number): Types.Point3 {
  return [vector[0] * factor, vector[1] * factor, vector[2] * factor];
}

function cross(a: Types.Point3, b: Types.Point3): Types.Point3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
