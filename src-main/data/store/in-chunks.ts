/** @file Cuts long lists of rows so that one statement stays below SQLite's limit of 32,766 parameters. */

const ROWS_PER_STATEMENT = 500;

export function* inChunks<Row>(rows: readonly Row[], size: number = ROWS_PER_STATEMENT): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
