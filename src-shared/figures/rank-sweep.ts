/** @file The trainings of a sweep in the order in which a person wants to see them. */
import type { SweepMember } from "../domain/sweep";

/** By AP of the best epoch on the validation split, the best first; then those without one, in their own order. */
export function rankMembers(members: readonly SweepMember[]): readonly SweepMember[] {
  return members.toSorted((left, right) => {
    if (left.AP === undefined || right.AP === undefined) {
      return Number(left.AP === undefined) - Number(right.AP === undefined) || left.number - right.number;
    }
    return right.AP - left.AP || left.number - right.number;
  });
}
