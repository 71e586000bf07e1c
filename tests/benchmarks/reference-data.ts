/** @file The reference material beside the project, which benchmarks need and a fresh clone has not. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SHARED = fileURLToPath(new URL("../../../shared", import.meta.url));

export const RSNA_MINI = join(SHARED, "data/rsna-mini");
export const MODELS = join(SHARED, "models");
export const hasReferenceData = existsSync(RSNA_MINI) && existsSync(MODELS);

/** Paths of the radiographs in the order of their names. */
export async function radiographs(count?: number): Promise<readonly string[]> {
  const names = (await readdir(join(RSNA_MINI, "images"))).toSorted();
  return names.slice(0, count).map((name) => join(RSNA_MINI, "images", name));
}
