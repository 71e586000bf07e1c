/** @file SHA-256 of a model of any size, without holding it in memory. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";

/** Weights that lie beside the file count as well: two models may share a graph. Hexadecimal, in lower case, with the
 * bytes of all files together. */
export async function checksumModel(
  { file, dataFiles = [] }: { readonly file: string; readonly dataFiles?: readonly string[] },
  signal?: AbortSignal,
): Promise<{ readonly sha256: string; readonly fileBytes: number }> {
  const hash = createHash("sha256");
  let fileBytes = 0;
  for (const each of [file, ...dataFiles.toSorted().map((place) => path.join(path.dirname(file), place))]) {
    fileBytes += (await stat(each)).size;
    for await (const chunk of createReadStream(each, { highWaterMark: 1 << 20, ...(signal && { signal }) })) {
      hash.update(chunk as Uint8Array);
    }
  }
  return { sha256: hash.digest("hex"), fileBytes };
}
