/** @file A zip archive as a file tree; its directory is read once, its entries only when asked for. */
import { listArchiveEntries } from "../dicom/zip-archives";
import { byPath, type FileTree, isLeftBySystem, type TreeEntry } from "./file-tree";

/** @throws {Failure} `unsupported` when the archive's directory cannot be read. */
export async function zipTree(archive: string): Promise<FileTree> {
  const paths = (await listArchiveEntries(archive))
    .map(({ entry }) => entry)
    .filter((path) => !isLeftBySystem(path))
    .toSorted(byPath);
  return {
    kind: "rsna-zip",
    source: archive,
    list: async (folder) => listFolder(paths, folder),
    listFilesBelow: async (folder) => paths.filter((path) => path.startsWith(prefixOf(folder))),
    locate: (entry) => ({ kind: "zip-entry", archive, entry }),
  };
}

function listFolder(paths: readonly string[], folder: string): readonly TreeEntry[] {
  const prefix = prefixOf(folder);
  const isFolder = new Map<string, boolean>();
  for (const path of paths) {
    if (!path.startsWith(prefix)) continue;
    const [name = "", ...below] = path.slice(prefix.length).split("/");
    isFolder.set(name, below.length > 0);
  }
  return [...isFolder].map(([name, hasMore]) => ({ name, isFolder: hasMore }));
}

function prefixOf(folder: string): string {
  return folder === "" ? "" : `${folder}/`;
}
