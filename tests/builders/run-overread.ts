/** @file Runs the built command line as a real process. */
import { spawn } from "node:child_process";
import { CLI_FILE } from "./build-application";

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly userData: string;
  /** Called with all that the process has told so far, to act while it runs. */
  readonly onTell?: (err: string, interrupt: () => void) => void;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
}

export function runOverread(
  args: readonly string[],
  { userData, onTell, node = process.execPath }: RunOptions,
): Promise<CommandResult> {
  const child = spawn(node, [CLI_FILE, ...args], {
    env: { ...process.env, OVERREAD_USER_DATA: userData },
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    // To the whole group, workers included, as a terminal does it.
    onTell?.(err, () => process.kill(process.platform === "win32" ? child.pid! : -child.pid!, "SIGINT"));
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
