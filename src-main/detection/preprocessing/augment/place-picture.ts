/** @file Shifts, enlarges and turns a picture with its boxes. */
import { mappedBox, moved, rotationMatrix, type AffineMatrix } from "./affine-matrix";
import { keepVisibleBoxes, type VisibilityRule } from "./keep-visible-boxes";
import type { LabelledPicture } from "./labelled-picture";
import { warpAffine } from "./warp-affine";

export interface Placement {
  /** Shares of the picture's width and height. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** 1 keeps the size. */
  readonly scale: number;
  /** Against the clock. */
  readonly angleDegrees: number;
}

/** Boxes become the upright boxes around their turned corners ("largest_box"), cut to the picture; what is mirrored in at
 * the border has none. Pixels turn about the middle of the outermost pixels' middles, boxes about that of their outer
 * edges: one point in two ways of counting.
 * @see albumentations 1.3.1, shift_scale_rotate and bbox_shift_scale_rotate; later versions make it of their Affine */
export function placePicture(picture: LabelledPicture, placement: Placement, rule: VisibilityRule): LabelledPicture {
  const { rows, columns } = picture;
  const ofPixels = matrixAbout({ x: columns / 2 - 0.5, y: rows / 2 - 0.5 }, picture, placement);
  const ofBoxes = matrixAbout({ x: columns / 2, y: rows / 2 }, picture, placement);
  const turned = picture.boxes.map(({ box, label }) => ({ box: mappedBox(box, ofBoxes), label }));
  return { ...warpAffine(picture, ofPixels), boxes: keepVisibleBoxes(turned, picture, rule) };
}

function matrixAbout(
  center: { readonly x: number; readonly y: number },
  { rows, columns }: LabelledPicture,
  { shiftX, shiftY, scale, angleDegrees }: Placement,
): AffineMatrix {
  return moved(rotationMatrix(center, angleDegrees, scale), { x: shiftX * columns, y: shiftY * rows });
}
