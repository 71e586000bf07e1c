/** @file Mirrors a picture and its boxes left to right. */
import type { LabelledPicture } from "./labelled-picture";

/** @see albumentations, HorizontalFlip */
export function flipHorizontally({ rows, columns, values, boxes }: LabelledPicture): LabelledPicture {
  const flipped = values.slice();
  for (let row = 0; row < rows; row++) flipped.subarray(row * columns, (row + 1) * columns).reverse();
  const mirrored = boxes.map(({ box, label }) => ({
    box: { ...box, x1: columns - box.x2, x2: columns - box.x1 },
    label,
  }));
  return { rows, columns, values: flipped, boxes: mirrored };
}
