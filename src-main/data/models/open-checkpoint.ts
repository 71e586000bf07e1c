/** @file Opens a file of weights, whichever of its formats it has: told by its content, not by its name. */
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { Checkpoint } from "../../numerics/pickle/checkpoint";
import { readTorchArchive } from "../../numerics/pickle/read-torch-archive";
import { openRandomAccessFile, type RandomAccessFile } from "./random-access-file";
import { zipByteArchive } from "./zip-byte-archive";

export interface OpenCheckpoint extends Checkpoint {
  /** Ends the loading of tensors; those that are loaded stay. */
  readonly close: () => Promise<void>;
}

/** Reads names, types and shapes; the file stays open, so that each tensor is read when it is loaded.
 * @throws {Failure} `not-found`, or `unsupported` in one sentence for what is no whole checkpoint. */
export async function openCheckpoint(file: string): Promise<OpenCheckpoint> {
  const opened = openRandomAccessFile(file, path.basename(file));
  try {
    const checkpoint = await readCheckpoint(opened);
    return { ...checkpoint, close: async () => opened.close() };
  } catch (error) {
    opened.close();
    throw error;
  }
}

async function readCheckpoint(file: RandomAccessFile): Promise<Checkpoint> {
  const start = file.read(0, Math.min(file.byteLength, 512));
  if (start[0] === 0x50 && start[1] === 0x4b) return readTorchArchive(await zipByteArchive(file), file.fileName);
  throw new Failure("unsupported", `${file.fileName} is no checkpoint.`);
}
