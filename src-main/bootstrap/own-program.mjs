/** @file The programs that the project brings along, each run by the project's own Node on every system. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownNode } from "./own-node.mjs";
import { ROOT } from "./project-root.mjs";
import { runCommand } from "./run-command.mjs";

/** The package of each program, where it is not its namesake. */
const PACKAGES = new Map([
  ["tsc", "typescript"],
  ["playwright", "@playwright/test"],
]);

/**
 * @param {readonly string[]} command Name and arguments.
 * @param {import("./run-command.mjs").CommandOptions} [options]
 */
export function runOwnProgram([name = "", ...args], options) {
  const folder = join(ROOT, "node_modules", PACKAGES.get(name) ?? name);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const script = typeof bin === "string" ? bin : (bin[name] ?? "");
  return runCommand(ownNode(), [join(folder, script), ...args], options);
}
