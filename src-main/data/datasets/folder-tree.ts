/** @file A folder on a disk as a file tree. */
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import { byPath, type FileTree, isLeftBySystem, joinTreePath, type TreeEntry } from "./file-tree";

export function folderTree(root: string): FileTree {
  return {
    kind: "rsna-folder",
    source: root,
    list: (folder) => listFolder(root, folder),
    listFilesBelow: (folder) => listFilesBelow(root, folder),
    locate: (path) => ({ kind: "file", path: join(root, ...path.split("/")) }),
  };
}

async function listFolder(root: string, folder: string): Promise<readonly TreeEntry[]> {
  const path = join(root, ...folder.split("/"));
  const found = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "nothing more";
    throw new Failure("unsupported", `The folder ${path} cannot be listed: the system says ${code}.`, { cause });
  });
  const entries = await Promise.all(
    found
      .filter((entry) => !isLeftBySystem(entry.name))
      .map(async (entry) => ({ name: entry.name, isFolder: await isFolder(path, entry) })),
  );
  return entries.toSorted((left, right) => byPath(left.name, right.name));
}

async function listFilesBelow(root: string, folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { name, isFolder: hasMore } of await listFolder(root, folder)) {
    const path = joinTreePath(folder, name);
    if (hasMore) paths.push(...(await listFilesBelow(root, path)));
    else paths.push(path);
  }
  return paths.toSorted(byPath);
}

/** Links are followed: data sets are often put together from them. A link to nowhere counts as a file, so that it is
 * reported as one that cannot be read. */
async function isFolder(parent: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return await stat(join(parent, entry.name)).then(
    (target) => target.isDirectory(),
    () => false,
  );
}
