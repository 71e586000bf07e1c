/** @file The browser host's program: `node out/main/server.js [--project FOLDER] [--port N] [--no-open]`. */
import { parseArgs } from "node:util";
import { goOnWithAbleNode } from "./go-on-with-able-node";

const USAGE = "Usage: node out/main/server.js [--project FOLDER] [--port N] [--no-open]";

void main();

async function main(): Promise<void> {
  if (await goOnWithAbleNode(import.meta.url)) return;
  const choice = readArguments(process.argv.slice(2));
  if (choice.kind === "refused") return fail(2, choice.reason);
  // Imported here, once a Node is known to run it: better-sqlite3 ends the process without a word on an older one.
  const { runServer } = await import("../hosts/browser/run-server");
  try {
    await runServer({ entryUrl: import.meta.url, ...choice.options });
  } catch (error) {
    fail(1, error instanceof Error ? error.message : String(error));
  }
}

type Choice =
  | { readonly kind: "chosen"; readonly options: { project?: string; port: number; opensBrowser: boolean } }
  | { readonly kind: "refused"; readonly reason: string };

function readArguments(argv: readonly string[]): Choice {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { project: { type: "string" }, port: { type: "string" }, "no-open": { type: "boolean" } },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return { kind: "refused", reason: `--port is ${values.port}; expected was a number from 0 to 65535.` };
    }
    const opensBrowser = !values["no-open"];
    return { kind: "chosen", options: { port, opensBrowser, ...(values.project && { project: values.project }) } };
  } catch (error) {
    return { kind: "refused", reason: `${error instanceof Error ? error.message : String(error)}\n${USAGE}` };
  }
}

function fail(code: number, message: string): void {
  console.error(message);
  process.exitCode = code;
}
