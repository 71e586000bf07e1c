/** @file Sends what a worker process prints to the log: it comes from native libraries, and no person waits for it. */
import { createInterface } from "node:readline";
import type { Logger } from "../job";

export function logLines(stream: NodeJS.ReadableStream | null, log: Logger): void {
  if (!stream) return;
  createInterface({ input: stream }).on("line", (line) => {
    if (line.trim() !== "") log.warn("A worker process printed a line.", { line });
  });
}
