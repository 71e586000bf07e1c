/** @file The images and boxes that a training learns from and is judged by. */
import type { SplitId } from "../../../src-shared/domain/identifiers";
import type { Instance } from "../../../src-shared/domain/instance";
import type { TrainingData } from "../../../src-shared/domain/training";

export interface LabelledInstance {
  readonly instance: Instance;
  /** For a person. */
  readonly name: string;
  readonly patientId: string;
  /** [G, 4] corners in pixels of the image; without rows for an image without boxes. */
  readonly boxes: Float32Array;
  /** [G] class numbers as the model's card names them, from 1. */
  readonly labels: Int32Array;
}

export interface TrainingSet {
  /** In the order of the split, as all lists here. */
  readonly positives: readonly LabelledInstance[];
  readonly negatives: readonly LabelledInstance[];
  readonly validation: readonly LabelledInstance[];
  readonly data: TrainingData;
  readonly trainSplit: NamedSplit;
  readonly validationSplit: NamedSplit;
  /** What a person should know before they begin, each one sentence. */
  readonly notes: readonly string[];
}

interface NamedSplit {
  readonly id: SplitId;
  readonly name: string;
}
