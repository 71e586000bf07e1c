import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  main: {
    build: {
      outDir: "out/main",
      externalizeDeps: true,
      rollupOptions: {
        input: {
          desktop: at("src-main/entries/desktop.ts"),
          server: at("src-main/entries/server.ts"),
          worker: at("src-main/entries/worker.ts"),
          cli: at("src-main/entries/cli.ts"),
        },
        // npm links the command line onto the path, where the shell must know what runs it.
        output: { format: "es", banner: ({ name }) => (name === "cli" ? "#!/usr/bin/env node" : "") },
      },
    },
  },
  preload: {
    build: {
      outDir: "out/preload",
      rollupOptions: {
        input: { preload: at("src-main/entries/preload.ts") },
        // A sandboxed preload script must be CommonJS.
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: at("src-renderer/app"),
    plugins: [react()],
    // vtk.js reaches its XML mesh readers through xmlbuilder2, which needs Node; flat images never do.
    resolve: { alias: { xmlbuilder2: at("src-renderer/viewer/without-xmlbuilder2.ts") } },
    worker: { format: "es" },
    build: {
      outDir: at("out/renderer"),
      target: "esnext",
      minify: true,
      rollupOptions: { input: at("src-renderer/app/index.html") },
    },
  },
});
