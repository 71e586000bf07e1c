/** @file A table for people: columns lined up, numbers at the right. */

type Cell = string | number | undefined;

export interface Table {
  readonly head?: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export function formatTable({ head, rows }: Table): string {
  const texts = rows.map((row) => row.map((cell) => (cell === undefined ? "–" : String(cell))));
  const all = head ? [head, ...texts] : texts;
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const isNumeric = widths.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number" || row[column] === undefined),
  );
  const formatRow = (row: readonly string[]): string =>
    row
      .map((text, column) => (isNumeric[column] ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd();
  const rule = head
    ? [
        widths
          .map((width) => "─".repeat(width))
          .join("  ")
          .trimEnd(),
      ]
    : [];
  return [...(head ? [formatRow(head)] : []), ...rule, ...texts.map(formatRow)].join("\n");
}
