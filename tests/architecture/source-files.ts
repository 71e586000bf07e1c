/** @file Reads the source as the architecture tests look at it: files and what they import, types included. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const IS_SOURCE = /\.(?:ts|tsx|mjs)$/u;

export interface SourceFile {
  /** Relative to the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  /** The imported file, relative to the project; the bare name for a package. */
  readonly to: string;
  readonly isRelative: boolean;
}

export function readSourceFiles(...wings: readonly string[]): readonly SourceFile[] {
  return wings.flatMap((wing) =>
    readdirSync(join(ROOT, wing), { recursive: true, encoding: "utf8" })
      .map((path) => posix.join(wing, path.replaceAll("\\", "/")))
      .filter((path) => IS_SOURCE.test(path) && existsSync(join(ROOT, path)))
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") })),
  );
}

/** Every import, export-from and dynamic import that is written as a literal. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  return ts.preProcessFile(text).importedFiles.map(({ fileName }) => {
    const isRelative = fileName.startsWith(".");
    return { from: path, to: isRelative ? posix.join(posix.dirname(path), fileName) : fileName, isRelative };
  });
}

export function folderOf(path: string): string {
  return posix.dirname(path);
}
