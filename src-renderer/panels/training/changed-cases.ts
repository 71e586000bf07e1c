/** @file The cases of the validation split on which a trained model does better or worse than the one it began with. */
import type { ChangedCase } from "../../../src-shared/domain/comparison";

export interface SortedChanges {
  /** The greatest change first, as they come. */
  readonly better: readonly ChangedCase[];
  readonly worse: readonly ChangedCase[];
}

/** What changed on all of them together. */
export interface ChangeTotals {
  readonly gained: number;
  readonly lost: number;
  readonly falsePositivesLeft: number;
  readonly falsePositivesRight: number;
  /** Images with more false positives than before: a model that scores all boxes higher gains boxes and these. */
  readonly noisier: number;
}

export function totalChanges(changed: readonly ChangedCase[]): ChangeTotals {
  const sum = (read: (one: ChangedCase) => number): number => changed.reduce((all, one) => all + read(one), 0);
  return {
    gained: sum(({ gained }) => gained),
    lost: sum(({ lost }) => lost),
    falsePositivesLeft: sum(({ falsePositivesLeft }) => falsePositivesLeft),
    falsePositivesRight: sum(({ falsePositivesRight }) => falsePositivesRight),
    noisier: changed.filter((one) => one.falsePositivesRight > one.falsePositivesLeft).length,
  };
}

/** For example "2 boxes gained, 1 lost; false positives 10 → 31, more of them on 12 images". */
export function describeTotals(changed: readonly ChangedCase[]): string {
  const { gained, lost, falsePositivesLeft: before, falsePositivesRight: after, noisier } = totalChanges(changed);
  const boxes = `${gained} ${gained === 1 ? "box" : "boxes"} gained, ${lost} lost`;
  if (before === after && noisier === 0) return boxes;
  const images = noisier === 1 ? "1 image" : `${noisier} images`;
  return `${boxes}; false positives ${before} → ${after}${noisier > 0 ? `, more of them on ${images}` : ""}`;
}

/** Fewer false positives and nothing else: what a model that draws no box at all achieves too. */
export function mayBeSilent(changed: readonly ChangedCase[]): boolean {
  const { gained, falsePositivesLeft, falsePositivesRight } = totalChanges(changed);
  return falsePositivesLeft > 0 && falsePositivesRight === 0 && gained === 0;
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
