/** @file Reads a table that gives each patient one value, such as a class or a split. */
import type { ImportProblem } from "../../../src-shared/domain/dataset";
import type { TableRow } from "./read-table";

export interface ValueTable {
  readonly file: string;
  /** By patientId, in the order of the table. */
  readonly values: ReadonlyMap<string, { readonly row: number; readonly value: string }>;
  /** Further values of a patient, which were not kept. */
  readonly contradictions: readonly { readonly patientId: string; readonly value: string }[];
  readonly problems: readonly ImportProblem[];
}

/** The first row of a patient counts. Kaggle's class table repeats a row for each box: that is no problem. */
export async function collectValues<Column extends string>(
  rows: AsyncIterable<TableRow<Column | "patientId">>,
  column: Column,
  file: string,
): Promise<ValueTable> {
  const values = new Map<string, { row: number; value: string }>();
  const contradictions: { patientId: string; value: string }[] = [];
  const problems: ImportProblem[] = [];
  for await (const { row, values: fields } of rows) {
    const value = fields[column];
    const known = values.get(fields.patientId);
    if (fields.patientId === "" || value === "") {
      const missing = fields.patientId === "" ? "patientId" : column;
      const reason = `The row has no ${missing}.`;
      problems.push({ kind: "invalid-label", file, row, reason, action: "The row was left out." });
    } else if (!known) {
      values.set(fields.patientId, { row, value });
    } else if (known.value !== value) {
      contradictions.push({ patientId: fields.patientId, value });
      const reason = `The ${column} is “${value.slice(0, 80)}”; row ${known.row} says “${known.value.slice(0, 80)}”.`;
      problems.push({ kind: "duplicate-label", file, row, reason, action: `Row ${known.row} was kept.` });
    }
  }
  return { file, values, contradictions, problems };
}

export function emptyValueTable(file: string): ValueTable {
  return { file, values: new Map(), contradictions: [], problems: [] };
}
