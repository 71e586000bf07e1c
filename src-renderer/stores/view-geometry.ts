/** @file How a view places an image on the screen: affine maps between image pixels and CSS pixels.
 *
 * Image coordinates: (0, 0) is the outer corner of the first pixel, x runs right, y runs down. Screen coordinates: CSS
 * pixels from the viewport's upper left corner. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** screen.x = xx · x + xy · y + x0 and screen.y = yx · x + yy · y + y0. */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

/** Degrees clockwise. */
export type Rotation = 0 | 90 | 180 | 270;

/** Flips mirror the image's own axes, before it is rotated. */
export interface Orientation {
  readonly rotation: Rotation;
  readonly isFlippedHorizontally: boolean;
  readonly isFlippedVertically: boolean;
}

export interface View extends Orientation {
  /** CSS pixels an image pixel, along the axis with the finer pixel spacing. */
  readonly zoom: number;
  /** The image point in the middle of the viewport. */
  readonly centre: Point;
}

export interface ImageExtent {
  readonly columns: number;
  readonly rows: number;
  /** How much wider and taller than the finer of the two a pixel is drawn; both 1 for square pixels. */
  readonly aspect: Point;
}

export interface ViewportSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Device pixels a CSS pixel. */
  readonly devicePixelRatio: number;
}

/** Where a view puts an image, and everything that a view does to it. */
export interface Stage {
  readonly image: ImageExtent;
  readonly viewport: ViewportSize;
}

export const GREATEST_ZOOM = 64;
/** An image never shrinks below this share of the zoom that fits it. */
const LEAST_SHARE_OF_FIT = 0.25;

export function imageToScreen(view: View, stage: Stage): Affine {
  const { cosine, sine } = QUARTER_TURNS[view.rotation];
  const scaleX = view.zoom * stage.image.aspect.x * (view.isFlippedHorizontally ? -1 : 1);
  const scaleY = view.zoom * stage.image.aspect.y * (view.isFlippedVertically ? -1 : 1);
  const linear = { xx: cosine * scaleX, xy: -sine * scaleY, yx: sine * scaleX, yy: cosine * scaleY };
  const { x, y } = view.centre;
  return {
    ...linear,
    x0: stage.viewport.widthPx / 2 - linear.xx * x - linear.xy * y,
    y0: stage.viewport.heightPx / 2 - linear.yx * x - linear.yy * y,
  };
}

// Exact: Math.cos(Math.PI / 2) is not 0.
const QUARTER_TURNS = {
  0: { cosine: 1, sine: 0 },
  90: { cosine: 0, sine: 1 },
  180: { cosine: -1, sine: 0 },
  270: { cosine: 0, sine: -1 },
} as const satisfies Record<Rotation, { cosine: number; sine: number }>;

export function transformPoint(map: Affine, point: Point): Point {
  return { x: map.xx * point.x + map.xy * point.y + map.x0, y: map.yx * point.x + map.yy * point.y + map.y0 };
}

export function invertAffine(map: Affine): Affine {
  const determinant = map.xx * map.yy - map.xy * map.yx;
  const xx = map.yy / determinant;
  const xy = -map.xy / determinant;
  const yx = -map.yx / determinant;
  const yy = map.xx / determinant;
  return { xx, xy, yx, yy, x0: -(xx * map.x0 + xy * map.y0), y0: -(yx * map.x0 + yy * map.y0) };
}

/** The view that shows the whole image as large as it can be, keeping its orientation. */
export function fitView(orientation: Orientation, stage: Stage): View {
  const centre = { x: stage.image.columns / 2, y: stage.image.rows / 2 };
  return { ...pickOrientation(orientation), zoom: fitZoom(orientation, stage), centre };
}

export function fitZoom({ rotation }: Orientation, { image, viewport }: Stage): number {
  const width = image.columns * image.aspect.x;
  const height = image.rows * image.aspect.y;
  const isUpright = rotation === 0 || rotation === 180;
  const zoom = Math.min(
    viewport.widthPx / (isUpright ? width : height),
    viewport.heightPx / (isUpright ? height : width),
  );
  // A viewport that has not been laid out yet has no size; any finite zoom will do until it has.
  return zoom > 0 ? zoom : 1;
}

/** Changes the zoom while the image point under `anchor`, a screen point, stays where it is. */
export function zoomAbout(view: View, stage: Stage, { zoom, anchor }: { zoom: number; anchor: Point }): View {
  const next = { ...view, zoom: clampZoom(zoom, view, stage) };
  const held = transformPoint(invertAffine(imageToScreen(view, stage)), anchor);
  const moved = transformPoint(imageToScreen(next, stage), held);
  return panBy(next, stage, { x: anchor.x - moved.x, y: anchor.y - moved.y });
}

/** Moves the image by CSS pixels; its edge never passes the middle of the viewport, so that it cannot be lost. */
export function panBy(view: View, stage: Stage, shift: Point): View {
  const middle = { x: stage.viewport.widthPx / 2 - shift.x, y: stage.viewport.heightPx / 2 - shift.y };
  const centre = transformPoint(invertAffine(imageToScreen(view, stage)), middle);
  return { ...view, centre: { x: clamp(centre.x, 0, stage.image.columns), y: clamp(centre.y, 0, stage.image.rows) } };
}

/** One image pixel a device pixel, with the image's grid laid on the screen's grid so that nothing is blurred. */
export function oneToOneView(view: View, stage: Stage): View {
  const { viewport } = stage;
  const middle = { x: viewport.widthPx / 2, y: viewport.heightPx / 2 };
  const next = zoomAbout(view, stage, { zoom: 1 / viewport.devicePixelRatio, anchor: middle });
  const { x0, y0 } = imageToScreen(next, stage);
  return panBy(next, stage, { x: toDeviceGrid(x0, viewport) - x0, y: toDeviceGrid(y0, viewport) - y0 });
}

export function rotateClockwise(orientation: Orientation, quarterTurns: number): Orientation {
  const turns = (((orientation.rotation / 90 + quarterTurns) % 4) + 4) % 4;
  return { ...pickOrientation(orientation), rotation: ROTATIONS[turns]! };
}

/** Mirrors what is on the screen, left to right or top to bottom; after a quarter turn that is the image's other axis. */
export function flipOnScreen(orientation: Orientation, axis: "horizontal" | "vertical"): Orientation {
  const isTurned = orientation.rotation === 90 || orientation.rotation === 270;
  const isImageAxisHorizontal = (axis === "horizontal") !== isTurned;
  return isImageAxisHorizontal
    ? { ...pickOrientation(orientation), isFlippedHorizontally: !orientation.isFlippedHorizontally }
    : { ...pickOrientation(orientation), isFlippedVertically: !orientation.isFlippedVertically };
}

export const UPRIGHT: Orientation = { rotation: 0, isFlippedHorizontally: false, isFlippedVertically: false };

const ROTATIONS = [0, 90, 180, 270] as const;

function pickOrientation({ rotation, isFlippedHorizontally, isFlippedVertically }: Orientation): Orientation {
  return { rotation, isFlippedHorizontally, isFlippedVertically };
}

function clampZoom(zoom: number, orientation: Orientation, stage: Stage): number {
  const fit = fitZoom(orientation, stage);
  return clamp(zoom, Math.min(fit * LEAST_SHARE_OF_FIT, 1), Math.max(fit, GREATEST_ZOOM));
}

function toDeviceGrid(cssPx: number, { devicePixelRatio }: ViewportSize): number {
  return Math.round(cssPx * devicePixelRatio) / devicePixelRatio;
}

function clamp(value: number, least: number, greatest: number): number {
  return Math.min(greatest, Math.max(least, value));
}
