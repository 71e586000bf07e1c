/** @file Builds the three bundles where the sources are not those of the last build. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { runOwnProgram } from "./own-program.mjs";
import { ROOT } from "./project-root.mjs";
import { Stop } from "./stop.mjs";

const SOURCES = [
  "src-main",
  "src-renderer",
  "src-shared",
  "resources/icons",
  "electron.vite.config.ts",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];
const STAMP = join(ROOT, "out", "sources.sha256");
const PRODUCTS = [
  "main/server.js",
  "main/desktop.js",
  "main/worker.js",
  "main/cli.js",
  "preload/preload.cjs",
  "renderer/index.html",
];

/** @throws {Stop} when the sources do not build. */
export async function ensureBuild() {
  const wanted = fingerprint(SOURCES);
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted && missingProduct() === undefined) return;
  console.log("Building.");
  const { code, output } = await runOwnProgram(["electron-vite", "build"], { isQuiet: true });
  if (code !== 0) throw new Stop(`${output}\nThe sources could not be built; above is what the bundler said.`);
  const missing = missingProduct();
  if (missing !== undefined) throw new Stop(`The build left no out/${missing}; expected was one file for each entry.`);
  writeFileSync(STAMP, wanted);
}

function missingProduct() {
  return PRODUCTS.find((product) => !existsSync(join(ROOT, "out", product)));
}
