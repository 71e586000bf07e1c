/** @file Writes a file so that its name stands for a whole one, the old or the new, whatever happens. */
import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";

/** A file of the name is replaced once the new one is whole, and has passed `check`, which is told where it lies until
 * then.
 * @throws {Failure} `not-found` when the folder cannot be written to; whatever
 * a piece, the disk or the check throws. */
export async function writeWholeFile(
  file: string,
  pieces: Iterable<Uint8Array>,
  {
    signal,
    check,
  }: { readonly signal?: AbortSignal | undefined; readonly check?: (part: string) => Promise<void> } = {},
): Promise<void> {
  // Beside its target: a rename is atomic only within one file system.
  const part = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.part`);
  const handle = await create(part, file);
  try {
    await writePieces(handle, pieces, signal);
    await check?.(part);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function create(part: string, file: string): Promise<FileHandle> {
  try {
    return await open(part, "wx");
  } catch (cause) {
    throw new Failure("not-found", `${file} cannot be written; a folder that takes files was expected.`, { cause });
  }
}

async function writePieces(handle: FileHandle, pieces: Iterable<Uint8Array>, signal?: AbortSignal): Promise<void> {
  try {
    for (const piece of pieces) {
      signal?.throwIfAborted();
      await handle.writeFile(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
