/** @file A picture with the boxes that a detector is to find in it. */
import type { Box } from "../../../../src-shared/domain/box";
import type { GreyPixels } from "../resize-bilinear";

export interface LabelledBox {
  /** In pixels of the picture. */
  readonly box: Box;
  /** Number of its class, as the model's card counts them. */
  readonly label: number;
}

export interface LabelledPicture extends GreyPixels {
  readonly boxes: readonly LabelledBox[];
}
