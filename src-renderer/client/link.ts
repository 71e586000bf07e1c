/** @file Chooses the transport by where the page runs, and opens it at the first call. */
import type { ClientContext, ClientLink } from "@orpc/client";
import { setConnectionState } from "./connection-state";
import { desktopBridge } from "./desktop-bridge";
import { createMessagePortLink } from "./message-port-link";
import { createWebSocketLink } from "./web-socket-link";

let link: ClientLink<ClientContext> | undefined;

export const lazyLink: ClientLink<ClientContext> = {
  call: (path, input, options) => (link ??= createLink()).call(path, input, options),
};

function createLink(): ClientLink<ClientContext> {
  if (desktopBridge()) return createMessagePortLink(setConnectionState);
  return createWebSocketLink({ openSocket, findRefusal, onState: setConnectionState });
}

function openSocket(): WebSocket {
  const url = new URL("/api", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url);
}

/** A browser does not say why a WebSocket was refused; an ordinary request to the same place does. */
async function findRefusal(): Promise<string | undefined> {
  try {
    const { status } = await fetch("/api", { method: "GET", credentials: "same-origin" });
    if (status !== 401 && status !== 403) return undefined;
  } catch {
    // The host is silent, which is what trying again is for.
    return undefined;
  }
  return "Overread was started anew and no longer knows this page; open the address that it printed.";
}
