/** @file A training, its steps and its judged epochs as the store keeps them. */
import type { NewTraining } from "../../src-main/data/store/trainings";
import { ModelId, SplitId, TrainingId } from "../../src-shared/domain/identifiers";
import { TrainingConfig, type TrainingEpoch, type TrainingStep } from "../../src-shared/domain/training";

export const TRAINING_ID = TrainingId.parse("training-1");

export function buildTrainingConfig(change: Partial<TrainingConfig> = {}): TrainingConfig {
  return TrainingConfig.parse({
    name: "first",
    modelId: ModelId.parse("model-1"),
    trainSplitId: SplitId.parse("split-train"),
    validationSplitId: SplitId.parse("split-val"),
    ...change,
  });
}

export function buildTraining(change: Partial<NewTraining> = {}): NewTraining {
  return {
    id: TRAINING_ID,
    createdAt: "2026-11-23T06:00:00.000Z",
    config: buildTrainingConfig(),
    codeVersion: "0.1.0",
    modelName: "Compact",
    trainSplitName: "train",
    validationSplitName: "val",
    data: {
      trainImages: 4,
      trainPositives: 3,
      trainBoxes: 5,
      validationImages: 2,
      validationBoxes: 1,
      testImagesLeftOut: 0,
      sha256: "ab".repeat(32),
    },
    stepsPerEpoch: 2,
    ...change,
  };
}

export function buildTrainingStep(step: number, change: Partial<TrainingStep> = {}): TrainingStep {
  return {
    step,
    epoch: Math.ceil(step / 2),
    losses: { loss_objectness: 1 / step, loss_classifier: 0.5 },
    learningRate: 0.005,
    gradientNorm: 2.5,
    images: 2,
    seconds: 0.7,
    memoryBytes: 1_000_000,
    ...change,
  };
}

export function buildTrainingEpoch(epoch: number, change: Partial<TrainingEpoch> = {}): TrainingEpoch {
  return {
    epoch,
    step: epoch * 2,
    validation: { AP: 0.1 * epoch, AP50: 0.2 },
    seconds: 3,
    isBest: epoch > 0,
    ...change,
  };
}
