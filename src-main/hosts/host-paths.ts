/** @file Where a built host finds what belongs to it. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export interface HostPaths {
  /** The worker's entry. */
  readonly workerFile: string;
  readonly preloadFile: string;
  readonly rendererFolder: string;
  readonly resourcesFolder: string;
}

/** `entryUrl` is the entry's own `import.meta.url`: a shared module may be bundled into another folder. */
export function hostPaths(entryUrl: string): HostPaths {
  const at = (path: string): string => fileURLToPath(new URL(path, entryUrl));
  return {
    workerFile: at("./worker.js"),
    preloadFile: at("../preload/preload.cjs"),
    rendererFolder: at("../renderer"),
    resourcesFolder: at("../../resources"),
  };
}

/** The program's version, from the one file that states it. */
export function programVersion(entryUrl: string): string {
  const file = new URL("../../package.json", entryUrl);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}

/** Where programs keep a user's data on this system; the variable OVERREAD_USER_DATA overrides it. */
export function userDataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment["OVERREAD_USER_DATA"];
  if (chosen) return chosen;
  switch (process.platform) {
    case "win32":
      return join(environment["APPDATA"] ?? join(homedir(), "AppData", "Roaming"), "Overread");
    case "darwin":
      return join(homedir(), "Library", "Application Support", "Overread");
    default:
      return join(environment["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "overread");
  }
}
