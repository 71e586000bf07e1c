/** @file Electron's binary: there already, downloadable, or not to be had. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ownNode } from "./own-node.mjs";
import { ROOT } from "./project-root.mjs";
import { runCommand } from "./run-command.mjs";

const FOLDER = join(ROOT, "node_modules", "electron");
/** Enough for its hundred megabytes over a slow line; without a route the download fails at once. */
const DOWNLOAD_TIMEOUT_MS = 240_000;

/** @returns {string | undefined} The binary, if it is there. */
export function findElectron() {
  const pathFile = join(FOLDER, "path.txt");
  const chosen = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (!chosen && !existsSync(pathFile)) return undefined;
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8") : "electron";
  const file = join(chosen ?? join(FOLDER, "dist"), name);
  return existsSync(file) ? file : undefined;
}

/** Tries the download once, quietly; a failure is not remembered, since the next start may have a network.
 * @returns {Promise<string | undefined>} */
export async function ensureElectron() {
  const found = findElectron();
  if (found) return found;
  await runCommand(ownNode(), [join(FOLDER, "install.js")], { isQuiet: true, timeoutMs: DOWNLOAD_TIMEOUT_MS });
  return findElectron();
}
