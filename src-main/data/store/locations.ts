/** @file Where an image's bytes lie, between its row and its value. */
import type { FileLocation } from "../../../src-shared/domain/instance";

export interface LocationColumns {
  readonly path: string;
  readonly zip_entry: string | null;
}

export function locationFrom({ path, zip_entry: entry }: LocationColumns): FileLocation {
  return entry === null ? { kind: "file", path } : { kind: "zip-entry", archive: path, entry };
}

export function locationColumns(location: FileLocation): LocationColumns {
  if (location.kind === "file") return { path: location.path, zip_entry: null };
  return { path: location.archive, zip_entry: location.entry };
}
