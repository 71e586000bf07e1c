/** @file Writes tensors to a file of weights, in the format that its ending names. */
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { StoredTensor } from "../../numerics/pickle/checkpoint";
import { writeSafetensors } from "../../numerics/pickle/write-safetensors";
import { writeTorchEntries } from "../../numerics/pickle/write-torch-entries";
import { storedZip } from "./stored-zip";
import { writeWholeFile } from "./write-whole-file";

/** `.safetensors`, or `.pth` and `.pt` as torch.load reads them with `weights_only=True`. Types and bytes of the tensors
 * are kept; one tensor at a time is in memory. A file of the name is replaced once the new one is whole.
 * @throws {Failure} `invalid-input` for another ending or two tensors of one name, `not-found` when the folder cannot
 * be written to; whatever loading a tensor throws. */
export async function writeCheckpoint(
  tensors: Iterable<StoredTensor>,
  file: string,
  signal?: AbortSignal,
): Promise<void> {
  await writeWholeFile(file, piecesOf([...tensors], file), { signal });
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
