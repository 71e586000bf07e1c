/** @file The browser host as a program: its arguments, the address that it prints, and how it ends. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildHostFolders, type HostFolders } from "../builders/build-host-folders";
import { buildPrograms, type BuiltPrograms } from "../builders/build-programs";

let built: BuiltPrograms;
let folders: HostFolders;

beforeAll(async () => {
  [built, folders] = await Promise.all([buildPrograms(), buildHostFolders()]);
});

afterAll(async () => {
  await built.remove();
  await folders.remove();
});

interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when it has printed the text. */
  readonly printed: (text: string) => Promise<void>;
  readonly ended: Promise<number | null>;
}

function run(args: readonly string[], nodeArgs: readonly string[] = []): Program {
  const env = { ...process.env, OVERREAD_USER_DATA: folders.userDataFolder, CI: "true" };
  const child = spawn(process.execPath, [...nodeArgs, built.serverFile, ...args], { env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output.includes(text)) resolve();
      };
      child.stdout.on("data", look);
      void ended.then(() => reject(new Error(`It ended without printing "${text}":\n${output}`)));
      look();
    });
  return { child, output: () => output, printed, ended };
}

test("it prints an address that answers, and closes the project when it is asked to end", async () => {
  const program = run(["--project", folders.projectFolder, "--no-open"]);
  await program.printed("Overread is at http://127.0.0.1:");
  const address = /http:\S+/u.exec(program.output())![0];
  expect((await fetch(address, { redirect: "manual" })).status).toBe(303);
  const lock = join(folders.projectFolder, "overread.lock");
  expect(existsSync(lock)).toBe(true);
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
  expect(existsSync(lock)).toBe(false);
});

test.each([
  [["--port", "70000"], "--port is 70000; expected was a number from 0 to 65535."],
  [["--port", "eighty"], "--port is eighty; expected was a number from 0 to 65535."],
  [["--colour"], "Usage: node out/main/server.js"],
])("%j is wrong use", async (args, sentence) => {
  const program = run(args);
  expect(await program.ended).toBe(2);
  expect(program.output()).toContain(sentence);
});

test("a project that is not there is one sentence without a stack", async () => {
  const program = run(["--project", join(folders.userDataFolder, "nothing")]);
  expect(await program.ended).toBe(1);
  expect(program.output().trim()).toMatch(/^There is no folder \S+nothing\.$/u);
});

test("a Node that is too old is told before its libraries are loaded", async () => {
  const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, napi: '9' } });";
  const program = run([], ["--import", `data:text/javascript,${encodeURIComponent(old)}`]);
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain("Overread needs Node 22.14 or newer");
});
