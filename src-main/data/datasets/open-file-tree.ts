/** @file Opens what a person named as the source of a data set: a folder, or a zip archive that is never unpacked. */
import { open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { FileTree } from "./file-tree";
import { folderTree } from "./folder-tree";
import { zipTree } from "./zip-tree";

/** @throws {Failure} `not-found` when nothing lies there; `unsupported` when it is neither folder nor zip archive. */
export async function openFileTree(source: string): Promise<FileTree> {
  const path = resolve(source);
  const found = await stat(path).catch((cause: unknown) => {
    throw new Failure("not-found", `There is nothing at ${path}; a folder or a zip archive was expected.`, { cause });
  });
  if (found.isDirectory()) return folderTree(path);
  if (found.isFile() && (await startsLikeZip(path))) return await zipTree(path);
  throw new Failure("unsupported", `${path} is neither a folder nor a zip archive; a data set in one was expected.`);
}

/** The local file header's signature, or that of an archive without entries (APPNOTE.TXT 4.3.7 and 4.3.16). */
async function startsLikeZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && ["504b0304", "504b0506"].includes(buffer.toString("hex"));
  } finally {
    await file.close();
  }
}
