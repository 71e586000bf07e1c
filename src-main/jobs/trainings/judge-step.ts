/** @file Tells a step that went wrong, and why, from one that can be believed. */
import { Failure } from "../../../src-shared/domain/failure";
import { reasonOfOrtError } from "../runtime/reason-of-ort-error";
import type { StepAnswer } from "../trainers/trainer";

export interface JudgedStep {
  /** From 1. */
  readonly step: number;
  /** Of its images. */
  readonly names: readonly string[];
  /** With a scaled loss gradients may overflow: the update is left out and the scale falls. */
  readonly isScaled: boolean;
}

/** @throws {Failure} `unsupported` that names the step and its images, when a loss or the gradient is not finite. */
export function requireFinite({ losses, gradientNorm }: StepAnswer, { step, names, isScaled }: JudgedStep): void {
  const wrong = Object.entries(losses).find(([, loss]) => !Number.isFinite(loss));
  const isWild = gradientNorm !== undefined && !Number.isFinite(gradientNorm) && !isScaled;
  if (!wrong && !isWild) return;
  const what = wrong ? `${wrong[0]} became ${wrong[1]}` : `the gradients' norm became ${gradientNorm}`;
  const sentence = `At step ${step}, with ${names.join(", ")}, ${what}; the last checkpoint is kept. A lower learning rate, or clipping, may help.`;
  throw new Failure("unsupported", sentence);
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
