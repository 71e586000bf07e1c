/** @file The program `overread`: the same work as the window's, from a terminal. */
import { goOnWithAbleNode } from "./go-on-with-able-node";

void main();

async function main(): Promise<void> {
  if (await goOnWithAbleNode(import.meta.url)) return;
  // Imported here, once a Node is known to run it: better-sqlite3 ends the process without a word on an older one.
  const { runCommandLine } = await import("./commands/run-command-line");
  process.exitCode = await runCommandLine(process.argv.slice(2), import.meta.url);
}
