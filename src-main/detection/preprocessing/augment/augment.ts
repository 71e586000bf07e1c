/** @file Does to a picture and its boxes what was drawn for it. */
import { adjustTone } from "./adjust-tone";
import type { DrawnAugmentation } from "./draw-augmentation";
import { flipHorizontally } from "./flip-horizontally";
import type { VisibilityRule } from "./keep-visible-boxes";
import type { LabelledPicture } from "./labelled-picture";
import { placePicture } from "./place-picture";

/** In the notebook's order: flip, placement, tone; all at the picture's own size, which stays. */
export function augment(
  picture: LabelledPicture,
  { isFlipped, placement, tone }: DrawnAugmentation,
  rule: VisibilityRule,
): LabelledPicture {
  const flipped = isFlipped ? flipHorizontally(picture) : picture;
  const placed = placement ? placePicture(flipped, placement, rule) : flipped;
  return tone ? { ...adjustTone(placed, tone), boxes: placed.boxes } : placed;
}
