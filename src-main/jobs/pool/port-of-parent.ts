/** @file The line to the parent process, whichever way this process was started. */
import assert from "node:assert";
import { z } from "zod";
import type { WorkerPort } from "./worker-port";

/** What Electron's `process.parentPort` offers to a utility process; named here because workers never load Electron. */
interface UtilityProcessPort {
  readonly postMessage: (message: unknown) => void;
  readonly on: (event: "message" | "close", listener: (event: { readonly data: unknown }) => void) => void;
}

const WithParentPort = z.object({
  parentPort: z.custom<UtilityProcessPort>(
    (value) => typeof value === "object" && value !== null && "postMessage" in value,
  ),
});

/** A worker whose parent is gone ends: nobody would write what it finds. */
export function portOfParent(): WorkerPort {
  const utility = WithParentPort.safeParse(process);
  return utility.success ? portOfUtilityProcess(utility.data.parentPort) : portOfFork();
}

function portOfUtilityProcess(parent: UtilityProcessPort): WorkerPort {
  parent.on("close", () => process.exit());
  return {
    // A utility process's port has no origins; the rule means windows.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    send: (message) => parent.postMessage(message),
    onMessage: (listener) => parent.on("message", ({ data }) => listener(data)),
  };
}

function portOfFork(): WorkerPort {
  assert(process.send, "A worker is started by Overread, not by hand.");
  process.on("disconnect", () => process.exit());
  // A terminal sends Ctrl-C to the whole group; what that means for a job is for the parent to say.
  process.on("SIGINT", () => {});
  return {
    // The callback keeps Node from throwing when the parent has just gone; "disconnect" follows.
    send: (message) => process.send?.(message, undefined, undefined, () => {}),
    onMessage: (listener) => process.on("message", listener),
  };
}
