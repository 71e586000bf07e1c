/** @file Names the patients who stand on two sides of splits that were drawn together. */
import type { LabelProblem } from "../../../src-shared/domain/overview";
import type { OverviewImage } from "./overview-image";
import { patientsOnTwoSides, type SplitMember } from "./require-disjoint-sides";

export interface DrawnMember extends SplitMember {
  /** Sides of one drawing exclude each other; those of two do not. */
  readonly drawing: string;
}

/** One problem for each such patient and drawing, with all images of the patient. */
export function splitProblems(
  members: readonly DrawnMember[],
  images: readonly Pick<OverviewImage, "id" | "patientId">[],
): readonly LabelProblem[] {
  const drawings = groupBy(members, ({ drawing }) => drawing);
  const leaks = [...drawings.values()].flatMap((drawn) => patientsOnTwoSides(drawn));
  if (leaks.length === 0) return [];
  const imagesOf = groupBy(images, ({ patientId }) => patientId);
  return leaks.map(({ patientId, sides }) => {
    const ids = (imagesOf.get(patientId) ?? []).map(({ id }) => id);
    const reason = `Patient ${patientId} stands in ${sides.join(" and in ")}.`;
    return { kind: "patient-in-two-splits", images: ids, boxes: [], reason };
  });
}

function groupBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const known = groups.get(nameOf(item));
    if (known) known.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return groups;
}
