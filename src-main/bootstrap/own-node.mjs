/** @file The Node that the project brings along: the one on the machine may be too old for its libraries. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project-root.mjs";

/** Node 22.14; better-sqlite3 ends the process without a word on an older one. */
const LEAST_NODE_API = 10;

/** @returns {string} The project's own Node where its package could fetch it, else the one that runs this. */
export function ownNode() {
  return bundledNode() ?? process.execPath;
}

/** @returns {boolean} */
export function hasOwnNode() {
  return bundledNode() !== undefined || Number(process.versions["napi"]) >= LEAST_NODE_API;
}

function bundledNode() {
  const names = process.platform === "win32" ? ["node.exe"] : ["node"];
  return names.map((name) => join(ROOT, "node_modules", "node", "bin", name)).find((file) => existsSync(file));
}
