/** @file Draws what is done to a picture before a step learns from it. */
import type { Augmentation } from "../../../../src-shared/domain/training";
import type { MersenneTwister } from "../../../numerics/random/mersenne-twister";
import type { Tone } from "./adjust-tone";
import type { Placement } from "./place-picture";

/** Absent: left as it is. */
export interface DrawnAugmentation {
  readonly isFlipped: boolean;
  readonly placement?: Placement;
  readonly tone?: Tone;
}

/** Nine numbers are drawn whatever happens, so that one chance changed leaves the other changes as they were. */
export function drawAugmentation(
  {
    horizontalFlip,
    shiftScaleRotate,
    brightnessContrast,
  }: Pick<Augmentation, "horizontalFlip" | "shiftScaleRotate" | "brightnessContrast">,
  random: MersenneTwister,
): DrawnAugmentation {
  const happens = (probability: number): boolean => random.random() < probability;
  const upTo = (limit: number): number => limit * (2 * random.random() - 1);
  const isFlipped = happens(horizontalFlip);
  const isPlaced = happens(shiftScaleRotate.probability);
  const placement = {
    shiftX: upTo(shiftScaleRotate.shift),
    shiftY: upTo(shiftScaleRotate.shift),
    scale: 1 + upTo(shiftScaleRotate.scale),
    angleDegrees: upTo(shiftScaleRotate.rotateDegrees),
  };
  const isToned = happens(brightnessContrast.probability);
  const tone = { contrast: 1 + upTo(brightnessContrast.contrast), brightness: upTo(brightnessContrast.brightness) };
  return { isFlipped, ...(isPlaced && { placement }), ...(isToned && { tone }) };
}
