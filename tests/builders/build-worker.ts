/** @file Bundles a worker entry as electron-vite would, so that a test can start it as a real process. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface BuiltWorker {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/** `entry` is relative to the repository. The bundle lies inside node_modules, so that its dependencies are found. */
export async function buildWorker(entry: string): Promise<BuiltWorker> {
  const cache = path.join(root, "node_modules/.cache/overread-tests");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, "worker-"));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    build: {
      ssr: path.join(root, entry),
      outDir: folder,
      target: "node22",
      minify: false,
      rollupOptions: { output: { entryFileNames: "worker.mjs", format: "es" } },
    },
  });
  return { file: path.join(folder, "worker.mjs"), remove: async () => rm(folder, { recursive: true, force: true }) };
}
