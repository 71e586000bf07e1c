/** @file `overread dicom`: what a DICOM file says and what its pixels hold. */
import { summariseFile } from "../../services/summarise-file";
import type { CommandContext } from "./command-context";
import { formatTable } from "./format-table";

export interface DicomOptions {
  readonly file: string;
  readonly json: boolean;
}

export async function dicomCommand({ terminal }: CommandContext, { file, json }: DicomOptions): Promise<void> {
  const summary = await summariseFile(file);
  if (json) return terminal.print(JSON.stringify(summary, undefined, 2));
  terminal.print(formatTable({ rows: flatten(summary) }));
}

function flatten(record: object, prefix = ""): (readonly [string, string])[] {
  return Object.entries(record).flatMap(([key, value]: [string, unknown]) => {
    const name = `${prefix}${key}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return flatten(value, `${name}.`);
    return [[name, Array.isArray(value) ? value.join(" ") : String(value)] as const];
  });
}
