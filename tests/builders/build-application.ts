/** @file Builds the main bundle into out/ where the sources are newer, so that a test can start the real programs. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const MAIN_FOLDER = join(ROOT, "out/main");
export const WORKER_FILE = join(MAIN_FOLDER, "worker.js");
export const CLI_FILE = join(MAIN_FOLDER, "cli.js");

const SOURCES = ["src-main", "src-shared", "electron.vite.config.ts", "package.json"];
const CACHE = join(ROOT, "node_modules/.cache/overread-tests");
const LOCK = join(CACHE, "build-application.lock");
const LOCK_IS_STALE_AFTER_MS = 60_000;

/** Test files run in several processes: one builds, the others wait for it. */
export async function buildApplication(): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  await takeLock();
  try {
    if (!isUpToDate()) await buildMain();
  } finally {
    rmdirSync(LOCK);
  }
}

async function takeLock(): Promise<void> {
  for (;;) {
    try {
      return mkdirSync(LOCK);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const made = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (made > 0 && Date.now() - made > LOCK_IS_STALE_AFTER_MS) rmdirSync(LOCK);
    else await setTimeout(50);
  }
}

function isUpToDate(): boolean {
  if (!existsSync(CLI_FILE) || !existsSync(WORKER_FILE)) return false;
  const built = Math.min(statSync(CLI_FILE).mtimeMs, statSync(WORKER_FILE).mtimeMs);
  return SOURCES.every((source) => newestChange(join(ROOT, source)) <= built);
}

function newestChange(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestChange(join(path, name))), found.mtimeMs);
}

/** The project's own configuration without preload and renderer, which these tests do not need. */
async function buildMain(): Promise<void> {
  const config = join(CACHE, "main-only.config.ts");
  writeFileSync(
    config,
    'import config from "../../../electron.vite.config";\nexport default { main: (config as { main: object }).main };\n',
  );
  const program = join(ROOT, "node_modules/electron-vite/bin/electron-vite.js");
  await promisify(execFile)(process.execPath, [program, "build", "--config", config], { cwd: ROOT });
}
