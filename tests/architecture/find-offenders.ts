/** @file Compares imports with the arrow table and names each offender in a sentence. */
import type { Room } from "./rooms";
import { folderOf, importsOf, type SourceFile } from "./source-files";

export function findOffenders(files: readonly SourceFile[], rooms: readonly Room[]): readonly string[] {
  const roomOf = new Map(rooms.map((room) => [room.folder, room]));
  return files.flatMap((file) => {
    const room = roomOf.get(folderOf(file.path));
    if (!room) return [`${file.path} lies in a folder without a row in tests/architecture/rooms.ts.`];
    return importsOf(file)
      .filter(({ to, isRelative }) => isRelative && !isAllowed(folderOf(to), room))
      .map(({ to }) => `${file.path} imports ${to}, but ${room.folder} may import from ${listOf(room)} only.`);
  });
}

function isAllowed(folder: string, room: Room): boolean {
  return folder === room.folder || room.mayImport.some((pattern) => covers(pattern, folder));
}

function covers(pattern: string, folder: string): boolean {
  if (!pattern.endsWith("/**")) return folder === pattern;
  const base = pattern.slice(0, -"/**".length);
  return folder === base || folder.startsWith(`${base}/`);
}

function listOf({ mayImport }: Room): string {
  return mayImport.length === 0 ? "nowhere else" : mayImport.join(", ");
}
