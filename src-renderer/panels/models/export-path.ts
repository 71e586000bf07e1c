/** @file Where exported weights go, from folder, name and format. */

export const WEIGHT_FORMATS = {
  ".pth": "PyTorch, .pth",
  ".safetensors": "safetensors",
} as const;
export type WeightEnding = keyof typeof WEIGHT_FORMATS;

export interface ExportTarget {
  readonly folder: string;
  readonly name: string;
  readonly ending: WeightEnding;
}

/** In the spelling of the system that the folder's path is written in; the name alone cannot lead out of the folder. */
export function exportPath({ folder, name, ending }: ExportTarget): string {
  const separator = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  const bare = name.trim().replaceAll(/[<>:"/\\|?*]/g, "-");
  const file = bare.toLowerCase().endsWith(ending) ? bare : `${bare}${ending}`;
  return folder.endsWith(separator) ? `${folder}${file}` : `${folder}${separator}${file}`;
}
