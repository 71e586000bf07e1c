/** @file A fresh clone as the bootstrap sees it, with an npm, a bundler and a server that only write down what they are
 * told: what they do is tested elsewhere, and a real installation takes minutes. */
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const BOOTSTRAP = fileURLToPath(new URL("../../src-main/bootstrap", import.meta.url));

const LOCK = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/here": { version: "1.0.0" },
    "node_modules/elsewhere": { version: "1.0.0", optional: true },
  },
};

const NPM = `
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
const [command] = process.argv.slice(2);
appendFileSync("calls.txt", "npm " + process.argv.slice(2).join(" ") + "\\n");
if (process.env.NPM_FAILS) { console.error("network is out of reach"); process.exit(1); }
if (command === "ci") {
  mkdirSync("node_modules/electron-vite", { recursive: true });
  writeFileSync("node_modules/electron-vite/package.json", JSON.stringify({ bin: "build.mjs" }));
  writeFileSync("node_modules/electron-vite/build.mjs", ${JSON.stringify(`
    import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
    appendFileSync("calls.txt", "build\\n");
    for (const folder of ["main", "preload", "renderer"]) mkdirSync("out/" + folder, { recursive: true });
    for (const name of ["main/desktop.js", "main/worker.js", "main/cli.js", "preload/preload.cjs", "renderer/index.html"])
      writeFileSync("out/" + name, "");
    writeFileSync("out/main/server.js", 'console.log("serving", process.argv.slice(2).join(" "));');
  `)});
  writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages: { "node_modules/here": { version: "1.0.0" } } }));
}
`;

export interface BareClone {
  readonly folder: string;
  /** Runs a program of the bootstrap as npm would. */
  readonly run: (program: string, options?: RunOptions) => Promise<{ code: number | null; output: string }>;
  /** What npm and the bundler were told since the last look, one call a line. */
  readonly takeCalls: () => Promise<readonly string[]>;
  readonly write: (path: string, content: string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export async function buildBareClone(): Promise<BareClone> {
  const folder = await mkdtemp(join(tmpdir(), "overread-clone-"));
  const write = async (path: string, content: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  await cp(BOOTSTRAP, join(folder, "src-main/bootstrap"), { recursive: true });
  await write("package.json", JSON.stringify({ type: "module" }));
  await write("package-lock.json", JSON.stringify(LOCK));
  await write("npm.mjs", NPM);
  for (const file of [
    "src-renderer/a.ts",
    "src-shared/a.ts",
    "resources/icons/a.svg",
    "electron.vite.config.ts",
    "tsconfig.json",
  ])
    await write(file, "");
  const calls = join(folder, "calls.txt");
  return {
    folder,
    write,
    run: (program, options) => runIn(folder, program, options),
    takeCalls: async () => {
      const text = await readFile(calls, "utf8").catch(() => "");
      await rm(calls, { force: true });
      return text.split("\n").filter(Boolean);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function runIn(folder: string, program: string, { args = [], env = {} }: RunOptions = {}) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, [join(folder, "src-main/bootstrap", program), ...args], {
      cwd: folder,
      env: {
        PATH: process.env["PATH"],
        npm_execpath: join(folder, "npm.mjs"),
        npm_node_execpath: process.execPath,
        ...env,
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
    child.on("close", (code) => resolve({ code, output }));
  });
}
