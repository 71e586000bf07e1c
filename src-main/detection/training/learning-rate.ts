/** @file How large a step the optimiser takes at each moment of a training. */
import type { Schedule } from "../../../src-shared/domain/training";

/** After how many steps the warm-up ends at the latest, and where it begins: those of torchvision's reference loop. */
const LONGEST_WARM_UP = 1000;
const WARM_UP_START = 1 / 1000;

export interface LearningRatePlan {
  readonly learningRate: number;
  readonly schedule: Schedule;
  /** Linear from a thousandth to all of it over the first epoch, or over its first 1,000 steps. */
  readonly isWarmedUp: boolean;
  readonly epochs: number;
  /** Updates of the weights, of which several batches may make one. */
  readonly stepsPerEpoch: number;
}

/** The learning rate of one step, both counted from 0, `step` within its epoch. It depends on nothing but the place, so
 * that a training that goes on needs to remember nothing else.
 *
 * Where an epoch is a single step there is no warm-up: torch's LinearLR over no steps would stay at a thousandth.
 * @see torch.optim.lr_scheduler StepLR, CosineAnnealingLR and LinearLR; references/detection/engine.py of torchvision */
export function learningRateAt(plan: LearningRatePlan, at: { readonly epoch: number; readonly step: number }): number {
  const scheduled = scheduledRate(plan, at.epoch);
  return plan.isWarmedUp && at.epoch === 0 ? scheduled * warmUpShare(at.step, plan.stepsPerEpoch) : scheduled;
}

function scheduledRate({ learningRate, schedule, epochs }: LearningRatePlan, epoch: number): number {
  switch (schedule.kind) {
    case "constant":
      return learningRate;
    case "step":
      return learningRate * schedule.factor ** Math.floor(epoch / schedule.everyEpochs);
    case "cosine": {
      const remaining = (1 + Math.cos((Math.PI * epoch) / epochs)) / 2;
      return schedule.least + (learningRate - schedule.least) * remaining;
    }
  }
}

function warmUpShare(step: number, stepsPerEpoch: number): number {
  const steps = Math.min(LONGEST_WARM_UP, stepsPerEpoch - 1);
  return step >= steps ? 1 : WARM_UP_START + ((1 - WARM_UP_START) * step) / steps;
}
