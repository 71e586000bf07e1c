/** @file Installs what package-lock.json names, where it is not there yet. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hasOwnNode } from "./own-node.mjs";
import { ROOT } from "./project-root.mjs";
import { runCommand } from "./run-command.mjs";
import { Stop } from "./stop.mjs";

/** Install scripts are left out: those of onnxruntime-node and electron download from places that may be out of reach,
 * and better-sqlite3 brings its binary. That of `node` alone is wanted: it fetches the Node that everything runs on. */
export async function ensureDependencies() {
  if (!isInstalled()) {
    console.log("Installing dependencies; the first time takes a minute or two.");
    await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
  if (!hasOwnNode()) await npm(["rebuild", "node", "--ignore-scripts=false", "--loglevel=error"]);
  if (!hasOwnNode()) {
    throw new Stop(
      `The package "node" left no Node 24 behind, and ${process.version} is older than 22.14; install a newer Node.`,
    );
  }
}

/** npm writes what it has installed into node_modules/.package-lock.json as its last step. */
function isInstalled() {
  const installedFile = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return false;
  const installed = packagesOf(installedFile);
  return Object.entries(packagesOf(join(ROOT, "package-lock.json"))).every(([path, wanted]) => {
    if (path === "") return true;
    const found = installed[path];
    // Packages for other systems are named in the lock and never installed.
    return found ? found.version === wanted.version : wanted.optional === true || wanted.peer === true;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, peer?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/** @param {readonly string[]} args */
async function npm(args) {
  const { code, output } = await runNpm(args);
  if (code === 0) return;
  const reason = output.trim().split("\n").slice(-15).join("\n");
  throw new Stop(
    `${reason}\nnpm ${args[0]} failed (above is what it said last); is the package registry within reach?`,
  );
}

/** Under `npm start` the same npm is used, run by the Node that runs it: the project's own may be replaced just now.
 * @param {readonly string[]} args */
function runNpm(args) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  const options = { isQuiet: true };
  return script && node ? runCommand(node, [script, ...args], options) : runCommand("npm", args, options);
}
