/** @file Refuses a split in which one patient stands on two sides: its figures would be those of images seen before. */
import { Failure } from "../../../src-shared/domain/failure";

export interface SplitMember {
  readonly patientId: string;
  readonly side: string;
}

export interface SplitPatient {
  readonly patientId: string;
  /** In the order in which they were met; two or more. */
  readonly sides: readonly string[];
}

/** @throws {Failure} `conflict` that names the first such patient with the sides, and counts the others. */
export function requireDisjointSides(members: Iterable<SplitMember>): void {
  const [first, ...others] = patientsOnTwoSides(members);
  if (!first) return;
  const more = others.length === 0 ? "" : ` So ${others.length === 1 ? "does 1 other" : `do ${others.length} others`}.`;
  const [one, two] = first.sides;
  throw new Failure(
    "conflict",
    `Patient ${first.patientId} stands in ${one} and in ${two}; all images of a patient belong on one side.${more}`,
  );
}

/** Patients with more than one side, in the order in which they are met. */
export function patientsOnTwoSides(members: Iterable<SplitMember>): readonly SplitPatient[] {
  const sidesOf = new Map<string, Set<string>>();
  for (const { patientId, side } of members) {
    const sides = sidesOf.get(patientId);
    if (sides) sides.add(side);
    else sidesOf.set(patientId, new Set([side]));
  }
  return [...sidesOf]
    .filter(([, sides]) => sides.size > 1)
    .map(([patientId, sides]) => ({ patientId, sides: [...sides] }));
}
