/** @file Tells a step that went wrong, and why, from one that can be believed. */
import { Failure } from "../../../src-shared/domain/failure";
import { reasonOfOrtError } from "../runtime/reason-of-ort-error";
import type { StepAnswer, TrainerState } from "../trainers/trainer";

export interface JudgedStep {
  /** From 1. */
  readonly step: number;
  /** Of its images. */
  readonly names: readonly string[];
  /** At which the last checkpoint was written; 0 where there is none. */
  readonly keptStep: number;
}

/** In half precision gradients may outgrow it: the update is left out and the scale of the losses falls, as long as it
 * does more than keep them as they are.
 * @throws {Failure} `unsupported` that names the step and its images, when a loss or the gradient is not finite. */
export function requireFinite({ losses, gradientNorm, lossScale }: StepAnswer, at: JudgedStep): void {
  const isScaled = lossScale !== undefined && lossScale > 1;
  const wrong = Object.entries(losses).find(([, loss]) => !Number.isFinite(loss));
  const isWild = gradientNorm !== undefined && !Number.isFinite(gradientNorm) && !isScaled;
  if (!wrong && !isWild) return;
  const what = wrong ? `${wrong[0]} became ${wrong[1]}` : `the gradients' norm became ${gradientNorm}`;
  throw wentWrong(at, what);
}

/** An update may overflow though its gradient did not; a checkpoint of such weights could never go on.
 * @throws {Failure} `unsupported` that names the step, its images and the tensor. */
export function requireFiniteWeights(weights: TrainerState["weights"], at: JudgedStep): void {
  for (const [name, { type, data }] of weights) {
    if (type !== "float32" || (data as Float32Array).every(Number.isFinite)) continue;
    throw wentWrong(at, `numbers in ${name} became infinite`);
  }
}

function wentWrong({ step, names, keptStep }: JudgedStep, what: string): Failure {
  const kept = keptStep === 0 ? "no checkpoint had been written" : `the checkpoint of step ${keptStep} is kept`;
  const sentence = `At step ${step}, with ${listed(names)}, ${what}; ${kept}. A lower learning rate, or clipping, may help.`;
  return new Failure("unsupported", sentence);
}

/** Of a batch of a thousand images nobody reads more. */
const NAMES_SHOWN = 8;

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${names.slice(0, NAMES_SHOWN).join(", ")} and ${more} more` : names.join(", ");
}

/** A device without enough memory leaves the weights as they were; fewer images at once may fit. */
export function refusalOfStep(thrown: unknown, { batchSize }: { readonly batchSize: number }): unknown {
  if (thrown instanceof Failure) return thrown;
  const reason = reasonOfOrtError(thrown);
  if (!/memory|allocat/iu.test(`${reason} ${thrown instanceof Error ? thrown.message : ""}`)) {
    return new Failure("unsupported", `A step could not be computed. ${reason}`, { cause: thrown });
  }
  const smaller = Math.floor(batchSize / 2);
  const proposal = smaller >= 1 ? `try batches of ${smaller}, adding up twice as many` : "a smaller network would";
  const sentence = `A batch of ${batchSize} did not fit into the device's memory; ${proposal}.`;
  return new Failure("unsupported", sentence, { cause: thrown });
}
