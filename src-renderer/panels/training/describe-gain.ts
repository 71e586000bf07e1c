/** @file How much better the best epoch is than the model before training, and how sure that is, in one sentence. */
import type { TrainingOutcome } from "../../../src-shared/domain/training";
import { readableInterval, readableSigned, surerRun } from "../../components/describe-difference";

const DIGITS = 3;

const VERDICTS = {
  right: "more than chance explains",
  left: "worse than before, more than chance explains",
  neither: "which may be chance",
} as const;

/** Undefined where nothing was compared. */
export function describeGain({ figures }: TrainingOutcome): string | undefined {
  const compared = figures?.find(({ figure }) => figure === "AP");
  if (compared?.left === undefined || compared.right === undefined) return undefined;
  const { left, right, difference, interval } = compared;
  const change = `Average precision went from ${left.toFixed(DIGITS)} to ${right.toFixed(DIGITS)}`;
  if (!interval) return `${change}.`;
  const by = `by ${readableSigned(difference, DIGITS)} (95 % ${readableInterval(interval, DIGITS)})`;
  return `${change}, ${by}, ${VERDICTS[surerRun(compared) ?? "neither"]}.`;
}
