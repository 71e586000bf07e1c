/** @file Finds the card of a file that is known by its content, wherever it lies and whatever its name. */
import { stat } from "node:fs/promises";
import type { ModelCard } from "../../../src-shared/domain/model";
import { checksumFile } from "./checksum-file";
import { KNOWN_CHECKPOINTS } from "./known-checkpoints";
import { shippedModels } from "./shipped-models";

export async function knownCard(
  { sha256, fileBytes }: { readonly sha256: string; readonly fileBytes: number },
  resourcesFolder: string,
): Promise<ModelCard | undefined> {
  const known = KNOWN_CHECKPOINTS[sha256];
  if (known) return known;
  for (const { file, card } of await shippedModels(resourcesFolder)) {
    // The size is free to compare; the checksum reads the whole file.
    if ((await stat(file)).size === fileBytes && (await checksumFile(file)) === sha256) return card;
  }
  return undefined;
}
