/** @file The cases of the validation split on which a trained model does better or worse than the one it began with. */
import type { ChangedCase } from "../../../src-shared/domain/comparison";

export interface SortedChanges {
  /** The greatest change first, as they come. */
  readonly better: readonly ChangedCase[];
  readonly worse: readonly ChangedCase[];
}

/** A lost box weighs as much as a gained one, and as a false positive more or fewer; cases that balance out are neither. */
export function sortChanges(changed: readonly ChangedCase[]): SortedChanges {
  return {
    better: changed.filter((one) => gainOf(one) > 0),
    worse: changed.filter((one) => gainOf(one) < 0),
  };
}

/** For example "1 box lost, false positives 0 → 2". */
export function describeChange({ gained, lost, falsePositivesLeft, falsePositivesRight }: ChangedCase): string {
  const parts = [
    gained > 0 && `${gained} ${gained === 1 ? "box" : "boxes"} gained`,
    lost > 0 && `${lost} ${lost === 1 ? "box" : "boxes"} lost`,
    falsePositivesLeft !== falsePositivesRight && `false positives ${falsePositivesLeft} → ${falsePositivesRight}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function gainOf({ gained, lost, falsePositivesLeft, falsePositivesRight }: ChangedCase): number {
  return gained - lost + falsePositivesLeft - falsePositivesRight;
}
