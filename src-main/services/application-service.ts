/** @file The topic `application`: what program this is, what changes, and which folders the machine has. */
import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { application } from "../../src-shared/contract/application";
import { Failure } from "../../src-shared/domain/failure";
import type { ServiceOf } from "./calls/service-of";
import { isProjectFolder } from "./projects/open-project";
import type { ServiceContext } from "./service-context";

export function applicationService({
  info,
  events,
}: Pick<ServiceContext, "info" | "events">): ServiceOf<typeof application> {
  return {
    info: async () => info,
    events: async (_input, signal) => events.subscribe(signal),
    listFolder: ({ path = homedir() }) => listFolder(resolve(path)),
  };
}

async function listFolder(path: string) {
  const found = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
    throw new Failure("not-found", `The folder ${path} cannot be listed: ${reasonOf(cause)}.`, { cause });
  });
  const entries = found
    .filter(({ name }) => !name.startsWith("."))
    .map((entry) => {
      const entryPath = join(path, entry.name);
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(entryPath));
      return { name: entry.name, path: entryPath, isFolder, isProject: isFolder && isProjectFolder(entryPath) };
    });
  const parent = dirname(path);
  return { path, parent: parent === path ? null : parent, entries: entries.toSorted(foldersFirst) };
}

/** A link whose target is gone leads nowhere, and so does one in a circle or one that may not be followed, such as
 * Windows keeps in every home folder: none of them may hide the folder that it lies in. */
function leadsToFolder(link: string): boolean {
  try {
    return statSync(link).isDirectory();
  } catch {
    return false;
  }
}

interface Listed {
  readonly name: string;
  readonly isFolder: boolean;
}

function foldersFirst(a: Listed, b: Listed): number {
  return Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name);
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT") return "it does not exist";
  if (code === "ENOTDIR") return "it is a file";
  if (code === "EACCES" || code === "EPERM") return "it may not be read";
  return cause instanceof Error ? cause.message : String(cause);
}
