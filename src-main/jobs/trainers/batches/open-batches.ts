/** @file The batches of a training, each made of seed, epoch and step alone, the next ones while the device computes. */
import type { InstanceId } from "../../../../src-shared/domain/identifiers";
import { normaliseFitted } from "../../../detection/preprocessing/prepare-input";
import type { LabelledInstance } from "../../trainings/training-set";
import type { TrainingImage } from "../trainer";
import { type EpochSize, imagesOfEpoch, type ShownImages, sizeOfEpoch } from "./epoch-images";
import { type Example, examplesOf, type ExampleSettings } from "./make-example";

export interface BatchSettings extends ExampleSettings {
  /** Images without boxes for each image with one. */
  readonly negativesPerPositive: number;
}

/** Counted from 0, both. */
export interface BatchPlace {
  readonly epoch: number;
  readonly step: number;
}

export interface TrainingExample extends TrainingImage {
  readonly instanceId: InstanceId;
  /** What was done to it. */
  readonly drawn: Example["drawn"];
}

export interface StepImages {
  readonly images: readonly TrainingExample[];
  /** Of the images, for messages. */
  readonly names: readonly string[];
}

export interface Batches extends EpochSize {
  /** Begins with the batches that follow, too.
   * @throws {Failure} in one sentence about the file of an image, or about the card. */
  readonly batch: (place: BatchPlace) => Promise<StepImages>;
}

/** Batches that are read and augmented while a step runs. */
const BATCHES_AHEAD = 2;

/** Steps that follow each other are quickest; any may be asked for, and answers the same each time. */
export function openBatches(set: ShownImages, settings: BatchSettings): Batches {
  const size = sizeOfEpoch(set, settings);
  const imagesOf = rememberLast((epoch: number) => imagesOfEpoch(set, settings, epoch));
  let inWork: readonly BatchInWork[] = [];
  const begin = (place: BatchPlace, before: BatchInWork | undefined): BatchInWork => {
    const begun = inWork.find((other) => isSame(other, place));
    if (begun) return begun;
    const batch = after(before?.batch, () => makeBatch(imagesOf(place.epoch), place, settings));
    // Whoever asks for this batch is told why it failed; perhaps nobody asks.
    batch.catch(() => undefined);
    return { ...place, batch };
  };
  return {
    ...size,
    batch: async (place) => {
      const next: BatchInWork[] = [];
      for (const wanted of placesFrom(place, size.stepsPerEpoch)) next.push(begin(wanted, next.at(-1)));
      inWork = next;
      return next[0]!.batch;
    },
  };
}

interface BatchInWork extends BatchPlace {
  readonly batch: Promise<StepImages>;
}

/** One batch after the other, so that no more pictures than those of one are in memory at their full size. */
async function after<Answer>(before: Promise<unknown> | undefined, work: () => Promise<Answer>): Promise<Answer> {
  await before?.catch(() => undefined);
  return work();
}

async function makeBatch(
  shown: readonly LabelledInstance[],
  { epoch, step }: BatchPlace,
  settings: BatchSettings,
): Promise<StepImages> {
  const examples = await examplesOf(shown, { epoch, step }, settings);
  return {
    images: examples.map((example) => trainingExample(example, settings)),
    names: examples.map(({ labelled }) => labelled.name),
  };
}

function trainingExample({ labelled, picture, drawn }: Example, { input }: BatchSettings): TrainingExample {
  const { boxes } = picture;
  return {
    instanceId: labelled.instance.id,
    drawn,
    input: normaliseFitted(picture, input),
    boxes: Float32Array.from(boxes.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
    labels: Int32Array.from(boxes, ({ label }) => label),
  };
}

function placesFrom({ epoch, step }: BatchPlace, stepsPerEpoch: number): readonly BatchPlace[] {
  return Array.from({ length: 1 + BATCHES_AHEAD }, (_, ahead) => ({
    epoch: epoch + Math.floor((step + ahead) / stepsPerEpoch),
    step: (step + ahead) % stepsPerEpoch,
  }));
}

function isSame(one: BatchPlace, other: BatchPlace): boolean {
  return one.epoch === other.epoch && one.step === other.step;
}

/** Steps of one epoch follow each other. */
function rememberLast<Answer>(work: (of: number) => Answer): (of: number) => Answer {
  let kept: { readonly of: number; readonly answer: Answer } | undefined;
  return (of) => {
    if (kept?.of !== of) kept = { of, answer: work(of) };
    return kept.answer;
  };
}
