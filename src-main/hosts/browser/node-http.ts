/** @file Turns Node's requests and responses into those of fetch and back. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Bodies are not read: the page only ever asks. The signal is aborted when the client goes away. */
export function toRequest(incoming: IncomingMessage, outgoing: ServerResponse, address: string): Request {
  const abort = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) abort.abort();
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !name.startsWith(":"))
      headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const method = incoming.method ?? "GET";
  // Joined as text: as a reference, a path of two slashes would name another host.
  return new Request(`${address}${incoming.url}`, { method, headers, signal: abort.signal });
}

export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body || outgoing.req.method === "HEAD") {
    outgoing.end();
    return;
  }
  try {
    await pipeline(Readable.fromWeb(response.body), outgoing);
  } catch (error) {
    // A client that goes away in the middle has got what it wanted; the stream is closed either way.
    if (!outgoing.destroyed) throw error;
  }
}
