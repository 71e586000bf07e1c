/** @file Copies of registered models inside a project, named after their checksum. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { ModelFormat } from "../../../src-shared/domain/model";

const FOLDER = "models";

const ENDINGS = {
  onnx: "onnx",
  "pytorch-zip": "pth",
  "pytorch-legacy": "pth",
  safetensors: "safetensors",
} as const satisfies Record<ModelFormat, string>;

export interface ModelSource {
  /** Absolute. */
  readonly file: string;
  readonly sha256: string;
  readonly format: ModelFormat;
  /** Files with weights beside it, by the place that the model gives them, relative to its own folder. */
  readonly dataFiles?: readonly string[];
}

export interface PendingCopy {
  /** The copy under a passing name. */
  readonly file: string;
  /** The same once it is kept, relative to the project's folder, with forward slashes on every system. */
  readonly keptAs: string;
  /** Gives it its name for good; there is never half a model under that name. */
  readonly keep: () => Promise<void>;
  /** Removes the copy, kept or not; one that had its name before is another model's and stays. */
  readonly discard: () => Promise<void>;
}

/** One file, or a folder where weights lie beside it. `passingName` is of the copy until it is kept. */
export async function copyModel(
  source: ModelSource,
  projectFolder: string,
  passingName: string = randomUUID(),
): Promise<PendingCopy> {
  const { sha256, format, dataFiles = [] } = source;
  const name = `${sha256}.${ENDINGS[format]}`;
  const isFolder = dataFiles.length > 0;
  const keptAs = isFolder ? `${FOLDER}/${sha256}/${name}` : `${FOLDER}/${name}`;
  const pending = placeOfPending(projectFolder, passingName);
  const kept = path.join(projectFolder, FOLDER, isFolder ? sha256 : name);
  const file = isFolder ? path.join(pending, name) : pending;
  let added = pending;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await copyFile(source.file, file);
    for (const place of dataFiles) await copyBeside(place, { from: source.file, to: file });
  } catch (thrown) {
    await rm(pending, { recursive: true, force: true });
    throw thrown;
  }
  return {
    file,
    keptAs,
    keep: async () => {
      if (await becomes(pending, kept)) added = kept;
      // What is there has the same checksum.
      else await rm(pending, { recursive: true, force: true });
    },
    discard: async () => rm(added, { recursive: true, force: true }),
  };
}

/** Removes what a worker left behind that ended in the midst of an import. */
export async function removePendingCopy(projectFolder: string, passingName: string): Promise<void> {
  await rm(placeOfPending(projectFolder, passingName), { recursive: true, force: true });
}

function placeOfPending(projectFolder: string, passingName: string): string {
  return path.join(projectFolder, FOLDER, `${path.basename(passingName)}.partial`);
}

/** False where another copy has the name already. */
async function becomes(pending: string, kept: string): Promise<boolean> {
  if (existsSync(kept)) return false;
  try {
    await rename(pending, kept);
    return true;
  } catch (thrown) {
    // A folder does not take the place of one that came in between.
    if (existsSync(kept)) return false;
    throw thrown;
  }
}

/** Removes what `copyModel` kept: the file, and the folder where it has one of its own. */
export async function removeModelFiles(projectFolder: string, keptAs: string): Promise<void> {
  const [folder, name, inner] = keptAs.split("/");
  // A project that was made by hand may name any file; only copies of this program's are its own to remove.
  if (folder !== FOLDER || name === undefined || name.includes("..")) return;
  await rm(path.join(projectFolder, FOLDER, name), { force: true, recursive: inner !== undefined });
}

async function copyBeside(place: string, { from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  const target = path.join(path.dirname(to), place);
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(path.join(path.dirname(from), place), target);
}
