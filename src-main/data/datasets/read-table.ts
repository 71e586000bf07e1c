/** @file Reads a CSV file row by row, whatever its column order, line ends, quotes or byte order mark. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { Failure } from "../../../src-shared/domain/failure";
import type { FileLocation } from "../../../src-shared/domain/instance";
import { readLocation } from "../dicom/read-location";

export interface TableRow<Column extends string> {
  /** The line of the file on which the row ends; the first is 1. */
  readonly row: number;
  readonly values: Readonly<Record<Column, string>>;
}

export interface TableOptions<Column extends string> {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly signal: AbortSignal;
}

/** Columns are found by their names in the first row; others are left alone. A field that a short row lacks is "".
 * @throws {Failure} `invalid-input` when a column is missing or the file ends within quotes, `not-found`,
 * `unsupported` when it cannot be read. */
export async function* readTable<Column extends string>(
  location: FileLocation,
  { name, columns, signal }: TableOptions<Column>,
): AsyncGenerator<TableRow<Column>> {
  const stream = await openStream(location);
  const parser = parse({ bom: true, info: true, relax_column_count: true, relax_quotes: true, trim: true });
  stream.on("error", (error) => parser.destroy(error)).pipe(parser);
  let places: ReadonlyMap<Column, number> | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      signal.throwIfAborted();
      if (record.every((field) => field === "")) continue;
      if (places) yield { row: info.lines, values: pick(record, places) };
      else places = findColumns(record, columns, name);
    }
  } catch (cause) {
    throw tableFailure(cause, name);
  } finally {
    stream.destroy();
  }
  if (!places) throw new Failure("invalid-input", `${name} is empty; the columns ${columns.join(", ")} were expected.`);
}

/** Files are streamed, since Kaggle's tables are long; an archive's entry is unpacked at once. */
async function openStream(location: FileLocation): Promise<Readable> {
  if (location.kind === "file") return createReadStream(location.path);
  return Readable.from([await readLocation(location)], { objectMode: false });
}

function findColumns<Column extends string>(
  header: readonly string[],
  columns: readonly Column[],
  name: string,
): ReadonlyMap<Column, number> {
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length === 0) return new Map(columns.map((column) => [column, header.indexOf(column)]));
  const found = header.map((column) => column.slice(0, 60)).slice(0, 20);
  throw new Failure(
    "invalid-input",
    `${name} has the columns ${found.join(", ")}; ${missing.join(", ")} of ${columns.join(", ")} ` +
      `${missing.length === 1 ? "is" : "are"} missing${header.length === 1 ? "; commas between them were expected" : ""}.`,
  );
}

function pick<Column extends string>(
  record: readonly string[],
  places: ReadonlyMap<Column, number>,
): Readonly<Record<Column, string>> {
  const entries = [...places].map(([column, place]) => [column, record[place] ?? ""] as const);
  // One entry a column, as the map was made from them.
  return Object.fromEntries(entries) as Record<Column, string>;
}

function tableFailure(cause: unknown, name: string): unknown {
  if (cause instanceof CsvError && cause.code === "CSV_QUOTE_NOT_CLOSED") {
    return new Failure("invalid-input", `${name} ends within a quoted field; a closing quote was expected.`, { cause });
  }
  if (cause instanceof CsvError) {
    return new Failure("invalid-input", `${name} is not a readable CSV file: ${cause.message}.`, { cause });
  }
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT") return new Failure("not-found", `There is no file ${name}.`, { cause });
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) {
    return new Failure("unsupported", `${name} cannot be read: the system says ${code}.`, { cause });
  }
  return cause;
}
