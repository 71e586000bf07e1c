/** @file Bundles both hosts' programs as electron-vite does, with the stand-in in Electron's place. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type InlineConfig } from "vite";
import { PAGE } from "./build-host-folders";
import type { StandIn } from "./electron-stand-in/electron";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const STAND_IN = join(ROOT, "tests/builders/electron-stand-in/electron.ts");

export interface BuiltPrograms {
  readonly desktopFile: string;
  readonly serverFile: string;
  readonly preloadFile: string;
  readonly workerFile: string;
  readonly loadStandIn: () => Promise<StandIn>;
  readonly remove: () => Promise<void>;
}

/** Lies inside node_modules, so that dependencies are found, and has the folders that the programs look for beside them. */
export async function buildPrograms(): Promise<BuiltPrograms> {
  const cache = join(ROOT, "node_modules/.cache/overread-tests");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "programs-"));
  const main = join(folder, "out/main");
  await bundle(main, "es", {
    desktop: join(ROOT, "src-main/entries/desktop.ts"),
    server: join(ROOT, "src-main/entries/server.ts"),
    worker: join(ROOT, "src-main/entries/worker.ts"),
    electron: STAND_IN,
  });
  await bundle(join(folder, "out/preload"), "cjs", { preload: join(ROOT, "src-main/entries/preload.ts") });
  await mkdir(join(folder, "out/renderer"), { recursive: true });
  await writeFile(join(folder, "out/renderer/index.html"), PAGE);
  await writeFile(join(folder, "package.json"), JSON.stringify({ version: "9.8.7", type: "module" }));
  await symlink(join(ROOT, "resources"), join(folder, "resources"));
  return {
    desktopFile: join(main, "desktop.js"),
    serverFile: join(main, "server.js"),
    preloadFile: join(folder, "out/preload/preload.cjs"),
    workerFile: join(main, "worker.js"),
    loadStandIn: async () => (await import(/* @vite-ignore */ pathToFileURL(join(main, "electron.js")).href)).standIn(),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function bundle(outDir: string, format: "es" | "cjs", input: Record<string, string>): Promise<unknown> {
  const config: InlineConfig = {
    root: ROOT,
    configFile: false,
    logLevel: "error",
    resolve: { alias: { electron: STAND_IN } },
    build: {
      ssr: true,
      outDir,
      target: "node22",
      minify: false,
      rollupOptions: {
        input,
        output: {
          format,
          entryFileNames: format === "cjs" ? "[name].cjs" : "[name].js",
          chunkFileNames: "chunks/[name].js",
        },
      },
    },
  };
  return build(config);
}
