/** @file A Chromium for the journeys: Playwright's own, the system's, Debian's package, or a download, in this order. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { runOwnProgram } from "./own-program.mjs";
import { ROOT } from "./project-root.mjs";
import { runCommand } from "./run-command.mjs";
import { Stop } from "./stop.mjs";

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const SYSTEM_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** @returns {Promise<string>} Its path. @throws {Stop} when there is none to be had. */
export async function ensureChromium() {
  const found = process.env["OVERREAD_CHROMIUM"] ?? findPlaywrights() ?? findSystems();
  if (found) return found;
  if (isDebianRoot()) {
    console.log("Installing Chromium by apt-get.");
    await runCommand("apt-get", ["update"], { isQuiet: true });
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await runCommand("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { isQuiet: true, env });
    const installed = findSystems();
    if (installed) return installed;
  }
  await runOwnProgram(["playwright", "install", "chromium"], { isQuiet: true });
  const downloaded = findPlaywrights();
  if (downloaded) return downloaded;
  throw new Stop(
    "The journeys need a Chromium, and none could be found, installed or downloaded; install one and try again.",
  );
}

/** @returns {string | undefined} */
function findPlaywrights() {
  const require = createRequire(join(ROOT, "package.json"));
  /** @type {{ chromium: { executablePath: () => string } }} */
  const { chromium } = require("@playwright/test");
  const file = chromium.executablePath();
  return file && existsSync(file) ? file : undefined;
}

/** @returns {string | undefined} */
function findSystems() {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const named = SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...named, ...SYSTEM_PLACES].find((file) => existsSync(file));
}

function isDebianRoot() {
  return (
    process.getuid?.() === 0 && existsSync("/etc/debian_version") && readFileSync("/etc/debian_version").length > 0
  );
}
