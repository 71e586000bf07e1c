/** @file Writes tensors to a file of weights, in the format that its ending names. */
import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { StoredTensor } from "../../numerics/pickle/checkpoint";
import { writeSafetensors } from "../../numerics/pickle/write-safetensors";
import { writeTorchEntries } from "../../numerics/pickle/write-torch-entries";
import { storedZip } from "./stored-zip";

/** `.safetensors`, or `.pth` and `.pt` as torch.load reads them with `weights_only=True`. Types and bytes of the tensors
 * are kept; one tensor at a time is in memory. A file of the name is replaced once the new one is whole.
 * @throws {Failure} `invalid-input` for another ending or two tensors of one name, `not-found` when the folder cannot
 * be written to; whatever loading a tensor throws. */
export async function writeCheckpoint(
  tensors: Iterable<StoredTensor>,
  file: string,
  signal?: AbortSignal,
): Promise<void> {
  const pieces = piecesOf([...tensors], file);
  // Beside its target: a rename is atomic only within one file system.
  const part = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.part`);
  const handle = await create(part, file);
  try {
    await writePieces(handle, pieces, signal);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function piecesOf(tensors: readonly StoredTensor[], file: string): Iterable<Uint8Array> {
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (names.has(name)) throw new Failure("invalid-input", `Two tensors are named ${name}; each needs its own name.`);
    names.add(name);
  }
  const ending = path.extname(file).toLowerCase();
  if (ending === ".safetensors") return writeSafetensors(tensors);
  if (ending === ".pth" || ending === ".pt") return storedZip(writeTorchEntries(tensors));
  throw new Failure(
    "invalid-input",
    `${path.basename(file)} has no known ending; .pth, .pt or .safetensors was expected.`,
  );
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
