/** @file Runs a program and waits for it. */
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { ROOT } from "./project-root.mjs";

/**
 * @typedef {object} CommandOptions
 * @property {NodeJS.ProcessEnv} [env] Set beside this process's own variables.
 * @property {boolean} [isQuiet] Keeps what it prints instead of showing it.
 * @property {number} [timeoutMs] Ended after so long; the exit code is then not 0.
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} `output` is what a quiet program printed.
 */
export function runCommand(program, args, { env = {}, isQuiet = false, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...withOwnPrograms(), ...env },
      stdio: isQuiet ? ["ignore", "pipe", "pipe"] : "inherit",
      // Windows starts npm, a script there, through a shell alone.
      shell: process.platform === "win32" && program === "npm",
      ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    });
    const release = isQuiet ? () => {} : passSignalsTo(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.on("close", (code) => {
      release();
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * Lets a program in the foreground end in its own good order. A terminal sends Ctrl+C to it as well as to this
 * process, so that one is only waited for; sent twice, it would mean "at once".
 * @param {import("node:child_process").ChildProcess} child
 */
function passSignalsTo(child) {
  const wait = () => {};
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => void child.kill(signal);
  process.on("SIGINT", wait).on("SIGTERM", pass).on("SIGHUP", pass);
  return () => void process.off("SIGINT", wait).off("SIGTERM", pass).off("SIGHUP", pass);
}

/** What `npm run` would set: the project's own programs, its Node first among them. */
function withOwnPrograms() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  return { [name]: [join(ROOT, "node_modules", ".bin"), process.env[name] ?? ""].join(delimiter) };
}
