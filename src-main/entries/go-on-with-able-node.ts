/** @file Lets a program that was started by too old a Node go on with the one that is installed beside it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

/** Node-API 10 came with Node 22.14; better-sqlite3 ends the process with a segmentation fault on an older one. */
const LEAST_NODE_API = 10;
const FAILED = 1;

/** False when this Node can run the program; true when another one has run it, or none could be found. */
export async function goOnWithAbleNode(entryUrl: string): Promise<boolean> {
  if (Number(process.versions["napi"] ?? 0) >= LEAST_NODE_API) return false;
  const node = fileURLToPath(
    new URL(`../../node_modules/node/bin/node${process.platform === "win32" ? ".exe" : ""}`, entryUrl),
  );
  if (!existsSync(node)) {
    console.error(`Overread needs Node 22.14 or newer; this is ${process.version}, and none is installed beside it.`);
    process.exitCode = FAILED;
    return true;
  }
  process.exitCode = await runWith(node, [fileURLToPath(entryUrl), ...process.argv.slice(2)]);
  return true;
}

function runWith(node: string, args: readonly string[]): Promise<number> {
  const child = spawn(node, args, { stdio: "inherit" });
  // A terminal's Ctrl-C reaches the child as well; this process only waits for it to end in good order.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
