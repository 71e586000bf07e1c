/** @file Where an exported file goes, from folder, name and ending. */

export interface ExportTarget {
  readonly folder: string;
  readonly name: string;
  /** With its point, for example ".xlsx". */
  readonly ending: string;
}

/** In the spelling of the system that the folder's path is written in; the name alone cannot lead out of the folder. */
export function exportPath({ folder, name, ending }: ExportTarget): string {
  const separator = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  const bare = name.trim().replaceAll(/[<>:"/\\|?*]/g, "-");
  const file = bare.toLowerCase().endsWith(ending) ? bare : `${bare}${ending}`;
  return folder.endsWith(separator) ? `${folder}${file}` : `${folder}${separator}${file}`;
}
