/** @file Where in a training a step stands, and what follows from that alone. */
import type { Training } from "../../../src-shared/domain/training";
import { learningRateAt } from "../../detection/training/learning-rate";
import type { StepPlace } from "../trainers/trainer";

export interface PlacedStep extends StepPlace {
  /** From 0, and the step's own place within it, from 0. */
  readonly epoch: number;
  readonly inEpoch: number;
}

/** `stepNumber` counts from 0 over all epochs. Gradients are added up within an epoch: its last batches move the weights
 * though they be fewer than `accumulate`, and the learning rate changes with updates, not with batches. */
export function placeOfStep(
  { config, stepsPerEpoch }: Pick<Training, "config" | "stepsPerEpoch">,
  stepNumber: number,
): PlacedStep {
  const { accumulate } = config;
  const epoch = Math.floor(stepNumber / stepsPerEpoch);
  const inEpoch = stepNumber - epoch * stepsPerEpoch;
  const plan = { ...config, stepsPerEpoch: Math.ceil(stepsPerEpoch / accumulate) };
  return {
    stepNumber,
    epoch,
    inEpoch,
    learningRate: learningRateAt(plan, { epoch, step: Math.floor(inEpoch / accumulate) }),
    isUpdate: (inEpoch + 1) % accumulate === 0 || inEpoch + 1 === stepsPerEpoch,
  };
}
