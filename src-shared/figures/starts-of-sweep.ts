/** @file The figures of what the trainings of a sweep began with, for those that they reached to be held against. */
import type { SweepMember, SweepStart } from "../domain/sweep";

export interface SizedStart extends SweepStart {
  /** Absent: the card's own. */
  readonly inputSizePx?: number;
}

/** One for each size of the input, the smallest first: trainings of one size begin alike. Of a size that nothing was
 * judged at yet there is none. */
export function startsOfSweep(members: readonly Pick<SweepMember, "point" | "start">[]): readonly SizedStart[] {
  const starts = new Map<number | undefined, SweepStart>();
  for (const { point, start } of members) {
    const known = starts.get(point.inputSizePx);
    if (start && !known?.intervals) starts.set(point.inputSizePx, start);
  }
  return [...starts]
    .toSorted(([left = 0], [right = 0]) => left - right)
    .map(([inputSizePx, start]) => ({ ...start, ...(inputSizePx !== undefined && { inputSizePx }) }));
}
