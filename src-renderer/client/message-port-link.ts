/** @file Carries the contract over a MessagePort to the desktop's main process. */
import type { ClientContext, ClientLink } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import { DESKTOP_CHANNELS } from "../../src-shared/contract/desktop-bridge";
import { ConnectionLost } from "./connection-lost";
import type { ConnectionState } from "./connection-state";
import { parseAnswers } from "./parse-answers";

/** One end stays here; the preload script passes the other on, since a page has no way to the main process itself. */
export function createMessagePortLink(onState: (state: ConnectionState) => void): ClientLink<ClientContext> {
  const { port1: ours, port2: theirs } = new MessageChannel();
  const link = new RPCLink({ port: ours, plugins: [parseAnswers()] });
  let isOpen = true;
  ours.addEventListener("close", () => {
    isOpen = false;
    const message = "The connection to the main process has ended; reload the window to go on.";
    onState({ state: "refused", message });
  });
  ours.start();
  window.postMessage(DESKTOP_CHANNELS.connect, window.origin, [theirs]);
  onState({ state: "connected" });
  return {
    call: (path, input, options) => {
      if (!isOpen) return Promise.reject(new ConnectionLost());
      return link.call(path, input, options);
    },
  };
}
