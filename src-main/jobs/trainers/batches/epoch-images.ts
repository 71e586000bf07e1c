/** @file Which images the steps of an epoch show. */
import { epochOrder, imagesPerEpoch, type EpochContents } from "../../../detection/training/epoch-order";
import type { LabelledInstance, TrainingSet } from "../../trainings/training-set";

/** What a training shows in its epochs. */
export type ShownImages = Pick<TrainingSet, "positives" | "negatives">;

export interface EpochSize {
  readonly imagesPerEpoch: number;
  /** The last batch of an epoch may be smaller. */
  readonly stepsPerEpoch: number;
}

/** How much an epoch of these images is. */
export function sizeOfEpoch(
  set: ShownImages,
  { negativesPerPositive, batchSize }: { readonly negativesPerPositive: number; readonly batchSize: number },
): EpochSize {
  const images = imagesPerEpoch(contentsOf(set, negativesPerPositive));
  return { imagesPerEpoch: images, stepsPerEpoch: Math.ceil(images / batchSize) };
}

/** In the order in which this epoch, counted from 0, shows them. */
export function imagesOfEpoch(
  set: ShownImages,
  { negativesPerPositive, seed }: { readonly negativesPerPositive: number; readonly seed: number },
  epoch: number,
): readonly LabelledInstance[] {
  const all = [...set.positives, ...set.negatives];
  return Array.from(epochOrder(contentsOf(set, negativesPerPositive), seed, epoch), (place) => all[place]!);
}

function contentsOf({ positives, negatives }: ShownImages, negativesPerPositive: number): EpochContents {
  return { positives: positives.length, negatives: negatives.length, negativesPerPositive };
}
