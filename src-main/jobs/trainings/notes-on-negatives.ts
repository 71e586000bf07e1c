/** @file What a person should know of the images without boxes before a training begins. */
import type { TrainingConfig } from "../../../src-shared/domain/training";
import { sizeOfEpoch } from "../trainers/batches/epoch-images";
import type { TrainingSet } from "./training-set";

/** One sentence where the split has fewer of them than were asked for, none else. */
export function notesOnNegatives(
  set: Pick<TrainingSet, "positives" | "negatives" | "trainSplit">,
  config: Pick<TrainingConfig, "negativesPerPositive" | "batchSize">,
): readonly string[] {
  const positives = set.positives.length;
  const wanted = Math.round(positives * config.negativesPerPositive);
  const shown = sizeOfEpoch(set, config).imagesPerEpoch - positives;
  if (shown >= wanted) return [];
  const asked = `${config.negativesPerPositive} for each with one asks for ${wanted}`;
  return [`${set.trainSplit.name} has ${shown} images without boxes, all of which an epoch shows; ${asked}.`];
}
