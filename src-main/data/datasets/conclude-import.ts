/** @file What can be said once every image was looked at: splits, and table rows that no image was found for. */
import type { ImportProblem } from "../../../src-shared/domain/dataset";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { labelWithoutImage } from "./import-problems";
import { patientOf } from "./patient-of";
import type { RsnaTables } from "./rsna-source";

export interface StoredImage {
  readonly instanceId: InstanceId;
  readonly patientId: string;
  /** Path within the data set. */
  readonly path: string;
}

export interface Conclusion {
  readonly splits: readonly { readonly name: string; readonly instanceIds: readonly InstanceId[] }[];
  readonly problems: readonly ImportProblem[];
}

/** `paths` are all image files of the data set; a file that could not be stored has its own problem already. */
export function concludeImport(
  tables: RsnaTables,
  paths: readonly string[],
  stored: readonly StoredImage[],
): Conclusion {
  const present = new Set([...paths.map(patientOf), ...stored.map((image) => image.patientId)]);
  const problems: ImportProblem[] = [];
  for (const [patientId, { rows }] of tables.labels) {
    if (present.has(patientId)) continue;
    problems.push(...rows.map((row) => labelWithoutImage({ file: tables.labelsFile, row }, patientId)));
  }
  for (const { file, values } of [tables.classes, tables.splits]) {
    for (const [patientId, { row }] of values) {
      if (!present.has(patientId)) problems.push(labelWithoutImage({ file, row }, patientId));
    }
  }
  return { splits: splitImages(tables, stored), problems };
}

/** The images of a split stand in the order of the table, as a reference that reads the table has them. */
function splitImages({ splits }: RsnaTables, stored: readonly StoredImage[]): Conclusion["splits"] {
  const named = stored.flatMap(({ path, patientId, instanceId }) => {
    const entry = splits.values.get(patientOf(path)) ?? splits.values.get(patientId);
    return entry ? [{ instanceId, ...entry }] : [];
  });
  const inOrder = named.toSorted((left, right) => left.row - right.row);
  return [...new Set(inOrder.map(({ value }) => value))].toSorted().map((name) => ({
    name,
    instanceIds: inOrder.filter(({ value }) => value === name).map(({ instanceId }) => instanceId),
  }));
}
