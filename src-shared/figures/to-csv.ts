/** @file Writes rows as a file of comma-separated values. */

/** Undefined, and a number that is none, become an empty field. */
export type CsvValue = string | number | boolean | undefined;

/** How each column of a file is read from a row, by the column's name, in their order. */
export type CsvColumns<Row> = Readonly<Record<string, (row: Row) => CsvValue>>;

/** A header and one line for each row; lines end in CR LF, numbers have all their digits and a point.
 * @see RFC 4180 */
export function toCsv<Row>(columns: CsvColumns<Row>, rows: readonly Row[]): string {
  const readers = Object.values(columns);
  const lines = [Object.keys(columns), ...rows.map((row) => readers.map((read) => read(row)))];
  return lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

function field(value: CsvValue): string {
  if (value === undefined || Number.isNaN(value)) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
