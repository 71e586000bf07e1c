/** @file Reads RSNA's label table row by row as pandas would have it, nothing dropped or merged: what a notebook counts. */
import { resolve } from "node:path";
import { LABEL_COLUMNS } from "./label-table";
import { readTable, type TableRow } from "./read-table";

export interface LabelRow {
  /** The line of the file; the first is 1. */
  readonly row: number;
  readonly patientId: string;
  /** Whether Target is 1. */
  readonly isPositive: boolean;
  /** In pixels from the upper left corner, as the row says it; absent in a row without one. */
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** A row that says nothing that can be used: no patient, no target of 0 or 1, or a box that is none. */
export interface UnreadableRow {
  readonly row: number;
  /** Empty where the row names none. */
  readonly patientId: string;
  readonly reason: string;
}

export interface LabelRows {
  /** All rows of the file but its head and empty lines, readable or not. */
  readonly count: number;
  readonly rows: readonly LabelRow[];
  readonly unreadable: readonly UnreadableRow[];
}

/** @throws {Failure} `not-found`, `unsupported` or `invalid-input` when the file is no such table. */
export async function readLabelRows(file: string, signal: AbortSignal): Promise<LabelRows> {
  const rows: LabelRow[] = [];
  const unreadable: UnreadableRow[] = [];
  const options = { name: file, columns: LABEL_COLUMNS, signal };
  for await (const tableRow of readTable({ kind: "file", path: resolve(file) }, options)) {
    const parsed = parseRow(tableRow);
    if ("reason" in parsed) unreadable.push(parsed);
    else rows.push(parsed);
  }
  return { count: rows.length + unreadable.length, rows, unreadable };
}

type RawRow = TableRow<(typeof LABEL_COLUMNS)[number]>;

function parseRow({ row, values }: RawRow): LabelRow | UnreadableRow {
  const { patientId } = values;
  const refuse = (reason: string): UnreadableRow => ({ row, patientId, reason: `Row ${row}: ${reason}` });
  if (isBlank(patientId)) return { ...refuse("it has no patientId."), patientId: "" };
  const target = isBlank(values.Target) ? Number.NaN : Number(values.Target);
  if (target !== 0 && target !== 1) return refuse(`Target is ${quote(values.Target)}; 0 or 1 was expected.`);
  const label = { row, patientId, isPositive: target === 1 };
  if (BOX_COLUMNS.every((column) => isBlank(values[column]))) return label;
  const wrong = BOX_COLUMNS.find((column) => isBlank(values[column]) || !Number.isFinite(Number(values[column])));
  if (wrong) return refuse(`${wrong} is ${quote(values[wrong])}; a number was expected.`);
  const [x, y, width, height] = BOX_COLUMNS.map((column) => Number(values[column])) as [number, number, number, number];
  if (width <= 0 || height <= 0) {
    return refuse(`the box is ${values.width} × ${values.height} pixels; both sides must be above 0.`);
  }
  return { ...label, box: { x, y, width, height } };
}

const BOX_COLUMNS = ["x", "y", "width", "height"] as const;

/** pandas writes a missing value as "nan" or leaves it out. */
function isBlank(text: string): boolean {
  return text === "" || /^nan$/i.test(text);
}

function quote(text: string): string {
  return text === "" ? "empty" : `“${text.slice(0, 40)}”`;
}
