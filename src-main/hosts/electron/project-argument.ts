/** @file Finds the project among the arguments of a start. */
import { resolve } from "node:path";

const NAME = "--project";

/** The absolute path after `--project`, wherever it stands: on a desktop, Chromium's own switches may surround it. */
export function projectArgument(argv: readonly string[], workingFolder: string): string | undefined {
  const index = argv.findIndex((argument) => argument === NAME || argument.startsWith(`${NAME}=`));
  if (index < 0) return undefined;
  const argument = argv[index]!;
  const path = argument === NAME ? argv[index + 1] : argument.slice(NAME.length + 1);
  return path ? resolve(workingFolder, path) : undefined;
}
