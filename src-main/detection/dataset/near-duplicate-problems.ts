/** @file Turns pairs of nearly equal images into problems: one for each group, with the patients and splits it spans. */
import type { LabelProblem } from "../../../src-shared/domain/overview";
import type { OverviewImage } from "./overview-image";

export interface NearDuplicate {
  readonly instanceId: string;
  /** The first image that it is nearly the same as. */
  readonly earlierId: string;
  readonly correlation: number;
}

type GroupedImage = Pick<OverviewImage, "id" | "patientId" | "splitNames">;

/** In the order of `pairs`, where an earlier image stands before its likes; images that are not in `images` are left
 * out of their group. */
export function nearDuplicateProblems(
  pairs: readonly NearDuplicate[],
  images: readonly GroupedImage[],
): readonly LabelProblem[] {
  const imageOf = new Map(images.map((image) => [image.id, image]));
  return groupsOf(pairs).flatMap(({ ids, correlation }) => {
    const group = ids.flatMap((id) => imageOf.get(id) ?? []);
    return group.length < 2 ? [] : [problemOf(group, correlation)];
  });
}

interface Group {
  readonly ids: string[];
  /** The lowest of its pairs. */
  correlation: number;
}

function groupsOf(pairs: readonly NearDuplicate[]): readonly Group[] {
  const groupOf = new Map<string, Group>();
  for (const { instanceId, earlierId, correlation } of pairs) {
    const group = groupOf.get(earlierId) ?? { ids: [earlierId], correlation };
    group.ids.push(instanceId);
    group.correlation = Math.min(group.correlation, correlation);
    groupOf.set(earlierId, group);
    groupOf.set(instanceId, group);
  }
  return [...new Set(groupOf.values())];
}

function problemOf(group: readonly GroupedImage[], correlation: number): LabelProblem {
  const patients = [...new Set(group.map(({ patientId }) => patientId))];
  const splits = [...new Set(group.flatMap(({ splitNames = [] }) => splitNames))];
  const whose =
    patients.length === 1
      ? `they are of one patient, ${patients[0]}`
      : `they are of ${patients.length} patients, ${listed(patients)}`;
  const where = splits.length > 1 ? `, and stand in ${listed(splits)}` : "";
  const alike = `${group.length} images look nearly the same (correlation ${correlation.toFixed(3)})`;
  return {
    kind: "near-duplicate-image",
    images: group.map(({ id }) => id),
    boxes: [],
    reason: `${alike}: ${whose}${where}.`,
  };
}

/** More would not be read. */
const NAMES_SHOWN = 4;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)!}`;
}
