/** @file `npm start`: installs what is missing, builds, and shows the application in a window or in the browser. */
import { join } from "node:path";
import { ensureElectron } from "./electron-binary.mjs";
import { ensureBuild } from "./ensure-build.mjs";
import { ensureDependencies } from "./ensure-dependencies.mjs";
import { hasDisplay } from "./has-display.mjs";
import { ownNode } from "./own-node.mjs";
import { ROOT } from "./project-root.mjs";
import { runCommand } from "./run-command.mjs";
import { runToTheEnd } from "./stop.mjs";

/** A program that ends with an error so soon has shown no window. */
const SHOWN_AFTER_MS = 10_000;

await runToTheEnd(async () => {
  await ensureDependencies();
  await ensureBuild();
  const args = process.argv.slice(2);
  const obstacle = await findObstacle(args);
  if (obstacle === undefined) return 0;
  console.log(obstacle);
  const { code } = await runCommand(ownNode(), [join(ROOT, "out", "main", "server.js"), ...args]);
  return code;
});

/**
 * Runs the desktop until it is closed.
 * @param {readonly string[]} args
 * @returns {Promise<string | undefined>} Why there is no window, as the one line to print; undefined when there was one.
 */
async function findObstacle(args) {
  if (!hasDisplay()) return "There is no display here; serving the same application in the browser.";
  // Chromium's sandbox refuses root, and without it the page would not be walled in.
  if (process.getuid?.() === 0) return "Electron does not run as root; serving the same application in the browser.";
  const electron = await ensureElectron();
  if (!electron) {
    return "Electron's binary is not here and could not be downloaded; serving the same application in the browser.";
  }
  const startedAt = Date.now();
  const { code } = await runCommand(electron, [ROOT, ...args]);
  if (code === 0 || Date.now() - startedAt > SHOWN_AFTER_MS) return undefined;
  return `Electron could not start here (exit code ${code}); serving the same application in the browser.`;
}
