/** @file The card of a made model says all that shaped it, and no more than a person reads. */
import { expect, test } from "vitest";
import { TORCHVISION_CARD } from "../../../../../src-main/data/models/card-presets";
import { describeMadeCard } from "../../../../../src-main/jobs/trainings/describe-made-card";
import type { ModelCard } from "../../../../../src-shared/domain/model";
import { Augmentation, type TrainingConfig } from "../../../../../src-shared/domain/training";
import { buildTraining, buildTrainingConfig, buildTrainingEpoch } from "../../../../builders/build-training";

const CARD: ModelCard = { ...TORCHVISION_CARD, name: "Compact", description: "Found first.", intendedUse: "" };

function describe(change: Partial<TrainingConfig> = {}): ModelCard {
  const config = buildTrainingConfig(change);
  const training = {
    ...buildTraining({ config }),
    name: config.name,
    state: "running",
    stepsDone: 6,
    epochsDone: 3,
    seconds: 9,
  } as const;
  return describeMadeCard(CARD, "first (2)", training, buildTrainingEpoch(3));
}

test("the notebook's settings are told in a few words", () => {
  const { name, description, intendedUse } = describe();
  expect(name).toBe("first (2)");
  expect(description).toContain(
    "SGD (momentum 0.9, weight decay 0.0005), learning rate 0.005, step schedule after a warm-up, batches of 2, up to 5 epochs, 3 trainable backbone layers, batch norm training, the notebook's augmentation, seed 0.",
  );
  expect(description).toContain("Chosen after epoch 3 by the 2 images of val: AP 0.300, AP50 0.200.");
  expect(description).toContain("Of the model to begin with: Found first.");
  expect(intendedUse).toBe("Research and teaching. Not for clinical use.");
});

test("what differs from the notebook is told with its numbers", () => {
  const { description } = describe({
    optimizer: { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
    isWarmedUp: false,
    accumulate: 4,
    clipNorm: 1,
    regionsPerImage: 256,
    negativesPerPositive: 0.5,
    augmentation: Augmentation.parse({ shiftScaleRotate: { probability: 0 }, mosaic: 0.25 }),
  });
  for (const words of [
    "AdamW (weight decay 0.01)",
    "step schedule, batches of 2 × 4",
    "gradients clipped at 1",
    "256 regions an image",
    "up to 0.5 images without boxes for each with one",
    "augmentation (mirrored at 0.5; brightness 0.2, contrast 0.2 at 0.5; mosaic at 0.25)",
  ]) {
    expect(description).toContain(words);
  }
});
