/** @file A picture with its boxes as a model takes it, still in 8 bits. */
import type { ModelInput } from "../../../../src-shared/domain/model";
import type { FittedPixels } from "../letterbox";
import { fitImage } from "../prepare-input";
import { keepVisibleBoxes, type VisibilityRule } from "./keep-visible-boxes";
import type { LabelledBox, LabelledPicture } from "./labelled-picture";
import { stretchBoxes } from "./stretch-boxes";

export interface FittedPicture extends FittedPixels {
  /** In pixels of the fitted picture; those that became too small for the rule are left out. */
  readonly boxes: readonly LabelledBox[];
}

/** @throws {Failure} `unsupported` when the card forbids the resizing that the picture needs. */
export function fitPicture(picture: LabelledPicture, input: ModelInput, rule: VisibilityRule): FittedPicture {
  const fitted = fitImage(picture, input);
  return { ...fitted, boxes: keepVisibleBoxes(stretchBoxes(picture.boxes, fitted), fitted.fitted, rule) };
}
