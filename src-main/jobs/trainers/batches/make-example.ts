/** @file Makes the examples of a step: reads their images, augments them and fits them to the model. */
import type { ModelInput } from "../../../../src-shared/domain/model";
import type { Augmentation } from "../../../../src-shared/domain/training";
import { augment } from "../../../detection/preprocessing/augment/augment";
import { composeMosaic } from "../../../detection/preprocessing/augment/compose-mosaic";
import { drawAugmentation, type DrawnAugmentation } from "../../../detection/preprocessing/augment/draw-augmentation";
import { fitPicture, type FittedPicture } from "../../../detection/preprocessing/augment/fit-picture";
import type { LabelledPicture } from "../../../detection/preprocessing/augment/labelled-picture";
import { deriveSeed } from "../../../numerics/random/derive-seed";
import { MersenneTwister } from "../../../numerics/random/mersenne-twister";
import type { LabelledInstance } from "../../trainings/training-set";
import { readPicture } from "./read-picture";

export interface ExampleSettings {
  readonly input: ModelInput;
  readonly augmentation: Augmentation;
  readonly seed: number;
  readonly batchSize: number;
}

export interface Example {
  readonly labelled: LabelledInstance;
  /** What the picture became; a mosaic was augmented as a whole. */
  readonly picture: FittedPicture;
  readonly drawn: DrawnAugmentation & { readonly isMosaic: boolean };
  /** Boxes of the picture before it was augmented. */
  readonly boxesBefore: number;
}

/** Set these random numbers apart from others of the same seed. */
const CHANGES = 2;
const MOSAIC = 3;

/** The examples of one step, counted from 0, of an epoch that shows these images in this order: they follow from it and
 * from the seed, not from what was drawn before.
 * @throws {Failure} in one sentence about a file or the card. */
export async function examplesOf(
  shown: readonly LabelledInstance[],
  { epoch, step }: { readonly epoch: number; readonly step: number },
  settings: ExampleSettings,
): Promise<readonly Example[]> {
  const start = step * settings.batchSize;
  const batch = shown.slice(start, start + settings.batchSize);
  return Promise.all(batch.map((_, index) => makeExample(shown, { epoch, place: start + index }, settings)));
}

async function makeExample(
  shown: readonly LabelledInstance[],
  { epoch, place }: { readonly epoch: number; readonly place: number },
  { input, augmentation, seed }: ExampleSettings,
): Promise<Example> {
  const labelled = shown[place]!;
  const random = new MersenneTwister(deriveSeed(seed, MOSAIC, epoch, place));
  const isMosaic = random.random() < augmentation.mosaic;
  const picture = isMosaic ? await readMosaic(labelled, shown, { random, augmentation }) : await readPicture(labelled);
  const drawn = drawAugmentation(augmentation, new MersenneTwister(deriveSeed(seed, CHANGES, epoch, place)));
  const fitted = fitPicture(augment(picture, drawn, augmentation), input, augmentation);
  return { labelled, picture: fitted, drawn: { ...drawn, isMosaic }, boxesBefore: picture.boxes.length };
}

/** The image itself, and three others of the epoch. */
async function readMosaic(
  labelled: LabelledInstance,
  shown: readonly LabelledInstance[],
  { random, augmentation }: { readonly random: MersenneTwister; readonly augmentation: Augmentation },
): Promise<LabelledPicture> {
  const other = (): Promise<LabelledPicture> => readPicture(shown[random.below(shown.length)]!);
  const four = await Promise.all([readPicture(labelled), other(), other(), other()]);
  return composeMosaic(four, random, augmentation);
}
