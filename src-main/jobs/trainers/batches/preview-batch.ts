/** @file Shows a batch as a training would see it. */
import type { Box } from "../../../../src-shared/domain/box";
import type { InstanceId } from "../../../../src-shared/domain/identifiers";
import type { GreyPixels } from "../../../detection/preprocessing/resize-bilinear";
import { imagesOfEpoch, type ShownImages } from "./epoch-images";
import { type Example, examplesOf } from "./make-example";
import type { BatchPlace, BatchSettings } from "./open-batches";

export interface ExamplePreview {
  readonly instanceId: InstanceId;
  readonly name: string;
  /** As the model takes it, before normalisation. */
  readonly picture: GreyPixels;
  /** In pixels of that picture; class numbers as the model's card names them. */
  readonly boxes: readonly { readonly box: Box; readonly label: number }[];
  /** Boxes of the image that were left out, since too little of them was left in the picture. */
  readonly boxesLeftOut: number;
  /** What was done to it, each in a few words; empty: nothing. */
  readonly changes: readonly string[];
}

/** The very pictures of that step of a training with these settings.
 * @throws {Failure} in one sentence about the file of an image, or about the card. */
export async function previewBatch(
  set: ShownImages,
  place: BatchPlace,
  settings: BatchSettings,
): Promise<readonly ExamplePreview[]> {
  const examples = await examplesOf(imagesOfEpoch(set, settings, place.epoch), place, settings);
  return examples.map(({ labelled, picture, drawn, boxesBefore }) => ({
    instanceId: labelled.instance.id,
    name: labelled.name,
    picture: picture.fitted,
    boxes: picture.boxes,
    boxesLeftOut: boxesBefore - picture.boxes.length,
    changes: describeChanges(drawn),
  }));
}

function describeChanges({ isMosaic, isFlipped, placement, tone }: Example["drawn"]): readonly string[] {
  return [
    ...(isMosaic ? ["put together with three others"] : []),
    ...(isFlipped ? ["mirrored left to right"] : []),
    ...(placement
      ? [
          `shifted by ${percent(placement.shiftX)} across and ${percent(placement.shiftY)} down`,
          `scaled by ${placement.scale.toFixed(2)}`,
          `turned by ${signed(placement.angleDegrees, 1)}° against the clock`,
        ]
      : []),
    ...(tone ? [`contrast ${tone.contrast.toFixed(2)}`, `brightness ${percent(tone.brightness)} of white`] : []),
  ];
}

function percent(share: number): string {
  return `${signed(100 * share, 1)} %`;
}

/** With a true minus, which is as wide as a plus; nothing is "−0.0". */
function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "−" : "+"}${text}`;
}
