/** @file What the parts of a training share while it runs. */
import type { Training } from "../../../src-shared/domain/training";
import { readWish } from "../../data/store/trainings";
import type { DetectorSource } from "../detectors/detector";
import type { JobContext } from "../job";
import type { TrainingBatch } from "./training-batch";
import type { TrainingSet } from "./training-set";

export interface TrainingWork {
  readonly training: Training;
  readonly set: TrainingSet;
  /** The model to begin with, on the device that was asked for. */
  readonly source: DetectorSource;
  /** Where its checkpoints lie. */
  readonly folder: string;
  readonly projectFolder: string;
  readonly context: JobContext<TrainingBatch>;
}

/** A person asked for it; thrown where work is left in the middle. */
export class WishedFor extends Error {
  constructor(readonly wish: "pause" | "stop") {
    super(`A person asked to ${wish}.`);
  }
}

/** @throws {WishedFor} when a person asks to pause or to stop; an AbortError when the job is cancelled. */
export async function heedWishes({ training, context }: TrainingWork): Promise<void> {
  context.signal.throwIfAborted();
  const wish = await readWish(context.store, training.id);
  if (wish) throw new WishedFor(wish);
}
