/** @file Leaves out the splits that came with a data set where they put one patient on two sides. */
import { Failure } from "../../src-shared/domain/failure";
import type { Conclusion, StoredImage } from "../data/datasets/conclude-import";
import type { ValueTable } from "../data/datasets/value-table";
import { requireDisjointSides, type SplitMember } from "../detection/dataset/require-disjoint-sides";

/** Patients are those of the images' headers: two files of one patient may stand under two names in the table. */
export function refuseLeakingSplits(
  conclusion: Conclusion,
  stored: readonly StoredImage[],
  table: Pick<ValueTable, "file" | "values" | "contradictions">,
): Conclusion {
  try {
    requireDisjointSides(membersOf(conclusion, stored, table));
    return conclusion;
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    const action = "The splits of this table were left out.";
    const problem = { kind: "invalid-label" as const, file: table.file, reason: cause.message, action };
    return { splits: [], problems: [...conclusion.problems, problem] };
  }
}

function membersOf(
  { splits }: Conclusion,
  stored: readonly StoredImage[],
  { values, contradictions }: Pick<ValueTable, "values" | "contradictions">,
): readonly SplitMember[] {
  const patientOf = new Map(stored.map(({ instanceId, patientId }) => [instanceId, patientId]));
  return [
    ...splits.flatMap(({ name, instanceIds }) =>
      instanceIds.map((id) => ({ patientId: patientOf.get(id) ?? id, side: name })),
    ),
    ...contradictions.flatMap(({ patientId, value }) => [
      { patientId, side: values.get(patientId)?.value ?? value },
      { patientId, side: value },
    ]),
  ];
}
