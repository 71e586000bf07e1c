/** @file Boxes in the pixels of a picture that was scaled and moved. */
import type { ImagePlace } from "../letterbox";
import type { LabelledBox } from "./labelled-picture";

/** Boxes in pixels of the picture as it was become boxes in pixels of the frame that it was put into. */
export function stretchBoxes(
  boxes: readonly LabelledBox[],
  { scaleX, scaleY, offsetXPx, offsetYPx }: ImagePlace,
): readonly LabelledBox[] {
  return boxes.map(({ box, label }) => ({
    box: {
      x1: box.x1 * scaleX + offsetXPx,
      y1: box.y1 * scaleY + offsetYPx,
      x2: box.x2 * scaleX + offsetXPx,
      y2: box.y2 * scaleY + offsetYPx,
    },
    label,
  }));
}
