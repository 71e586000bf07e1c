/** @file Copies of registered models inside a project, named after their checksum. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";

const FOLDER = "models";

/** Relative to the project's folder, with forward slashes on every system. */
export function modelFileName(sha256: string): string {
  return `${FOLDER}/${sha256}.onnx`;
}

export interface PendingCopy {
  /** The copy under a passing name. */
  readonly file: string;
  /** Gives it its name for good; there is never half a file under that name. */
  readonly keep: () => Promise<void>;
  /** Removes the copy, kept or not; one that had its name before is another model's and stays. */
  readonly discard: () => Promise<void>;
}

export async function copyModel(source: string, projectFolder: string, sha256: string): Promise<PendingCopy> {
  await mkdir(path.join(projectFolder, FOLDER), { recursive: true });
  const file = path.join(projectFolder, FOLDER, `${randomUUID()}.partial`);
  const kept = path.join(projectFolder, modelFileName(sha256));
  let added = file;
  await copyFile(source, file);
  return {
    file,
    keep: async () => {
      const isShared = existsSync(kept);
      await rename(file, kept);
      if (!isShared) added = kept;
    },
    discard: async () => rm(added, { force: true }),
  };
}
