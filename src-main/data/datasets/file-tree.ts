/** @file A folder or a zip archive seen alike: what lies in it, and where each file's bytes are. */
import type { DatasetKind } from "../../../src-shared/domain/dataset";
import type { FileLocation } from "../../../src-shared/domain/instance";

/** Paths are relative to the source, with "/" between names; "" is the source itself. */
export interface FileTree {
  readonly kind: DatasetKind;
  readonly source: string;
  /** What lies directly in a folder, by name. @throws {Failure} `unsupported` when it cannot be listed. */
  readonly list: (folder: string) => Promise<readonly TreeEntry[]>;
  /** Paths of all files below a folder in a fixed order, without those that systems leave behind. */
  readonly listFilesBelow: (folder: string) => Promise<readonly string[]>;
  readonly locate: (path: string) => FileLocation;
}

export interface TreeEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

export function joinTreePath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Files that no person put there: .DS_Store, __MACOSX/…, Thumbs.db and the like. */
export function isLeftBySystem(path: string): boolean {
  return path.split("/").some((name) => name.startsWith(".") || LEFT_BY_SYSTEMS.has(name.toLowerCase()));
}

const LEFT_BY_SYSTEMS = new Set(["__macosx", "thumbs.db", "desktop.ini"]);

/** By code units: the same on every machine, whatever its language. */
export function byPath(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
