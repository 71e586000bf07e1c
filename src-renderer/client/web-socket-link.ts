/** @file Carries the contract over a WebSocket to the browser host, and finds its way back after a break. */
import type { ClientContext, ClientLink } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import { ConnectionLost } from "./connection-lost";
import type { ConnectionState } from "./connection-state";
import { parseAnswers } from "./parse-answers";

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8000;

export interface WebSocketLinkOptions {
  readonly openSocket: () => WebSocket;
  /** The sentence to show when the host answers but no longer lets this page in; undefined while it does, or is silent. */
  readonly findRefusal: () => Promise<string | undefined>;
  readonly onState: (state: ConnectionState) => void;
}

interface Attempt {
  readonly socket: WebSocket;
  readonly link: ClientLink<ClientContext>;
  readonly opened: Promise<void>;
}

/** Calls made while a socket is being opened wait for that attempt; calls under way when it breaks are rejected with
 * ConnectionLost, never repeated, since nobody knows how far they came. */
export function createWebSocketLink({
  openSocket,
  findRefusal,
  onState,
}: WebSocketLinkOptions): ClientLink<ClientContext> {
  let failedAttempts = 0;
  let attempt = connect();

  function connect(): Attempt {
    const socket = openSocket();
    // Listens before oRPC does, so that whoever sees a call fail already sees the state that explains it.
    socket.addEventListener("open", () => {
      failedAttempts = 0;
      onState({ state: "connected" });
    });
    socket.addEventListener("close", () => void retry());
    return startAttempt(socket);
  }

  async function retry(): Promise<void> {
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failedAttempts++);
    onState({ state: "lost", retryAt: Date.now() + delayMs });
    const refusal = await findRefusal();
    if (refusal !== undefined) return onState({ state: "refused", message: refusal });
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    onState({ state: "connecting" });
    attempt = connect();
  }

  return { call: (path, input, options) => callThrough(attempt, (link) => link.call(path, input, options)) };
}

function startAttempt(socket: WebSocket): Attempt {
  const link = new RPCLink({ websocket: socket, plugins: [parseAnswers()] });
  const opened = new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("close", () => reject(new ConnectionLost()));
  });
  // Whoever calls meanwhile is told; without a call nobody has to be.
  opened.catch(() => undefined);
  return { socket, link, opened };
}

async function callThrough<Answer>(
  { socket, link, opened }: Attempt,
  call: (link: ClientLink<ClientContext>) => Promise<Answer>,
): Promise<Answer> {
  await opened;
  if (socket.readyState !== socket.OPEN) throw new ConnectionLost();
  try {
    return await call(link);
  } catch (cause) {
    if (socket.readyState !== socket.OPEN) throw new ConnectionLost({ cause });
    throw cause;
  }
}
