/** @file Reads the bytes of an image from where they lie: a file, or an entry of a zip archive. */
import { readFile, stat } from "node:fs/promises";
import { Failure } from "../../../src-shared/domain/failure";
import type { FileLocation } from "../../../src-shared/domain/instance";
import { unreachable } from "../../../src-shared/domain/unreachable";
import { readArchiveEntry } from "./zip-archives";

/** @throws {Failure} `not-found` when nothing lies there any more, `unsupported` when it cannot be read. */
export async function readLocation(location: FileLocation): Promise<Uint8Array> {
  switch (location.kind) {
    case "file":
      return readPlainFile(location.path);
    case "zip-entry":
      return readArchiveEntry(location.archive, location.entry);
    default:
      return unreachable(location);
  }
}

async function readPlainFile(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    // A pipe that nobody writes to would be read for ever, and the import with it.
    if (found.isFile()) return await readFile(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new Failure("not-found", `There is no file at ${path}.`, { cause });
    throw new Failure("unsupported", `${path} cannot be read: the system says ${code || "nothing more"}.`, { cause });
  }
  throw new Failure("unsupported", `${path} is a folder, a pipe or a device; a file was expected.`);
}
