/** @file Carries the contract over WebSockets for whoever the guard lets in. */
import type { IncomingMessage, Server } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { RPCHandler } from "@orpc/server/ws";
import { WebSocketServer, type WebSocket } from "ws";
import type { Application } from "../../services/application";
import { handlerOptions } from "../../services/calls/handler-options";
import type { Logger } from "../../jobs/job";
import type { AccessGuard } from "./access-guard";

export const SOCKET_PATH = "/api";

/** Calls carry identifiers and small numbers; bulk bytes go by HTTP. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const HEARTBEAT_MS = 15_000;
const GOING_AWAY = 1001;

export interface SocketOptions {
  readonly application: Pick<Application, "router">;
  readonly guard: AccessGuard;
  readonly log: Logger;
}

export interface Sockets {
  readonly close: () => void;
}

export function serveSockets(server: Server, { application, guard, log }: SocketOptions): Sockets {
  const handler = new RPCHandler(application.router, handlerOptions(log));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });

  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on("error", (error) => log.warn("A connection broke before it was accepted.", { error }));
    const verdict = guard.judgeUpgrade(request);
    if (verdict.kind === "refused") return refuse(stream, verdict.status, verdict.message);
    if (request.url !== SOCKET_PATH) return refuse(stream, 404, "Overread has no WebSocket at this address.");
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on("error", (error) => log.warn("A WebSocket was closed because of what came over it.", { error }));
      keepAlive(socket);
      void handler.upgrade(socket, { context: {} });
    });
  });

  return {
    close: () => {
      for (const socket of sockets.clients) socket.close(GOING_AWAY, "Overread is closing.");
      sockets.close();
    },
  };
}

/** A client that does not answer a ping by the next one is gone, though its connection may never say so. */
function keepAlive(socket: WebSocket): void {
  let isAnswered = true;
  socket.on("pong", () => {
    isAnswered = true;
  });
  const heartbeat = setInterval(() => {
    if (!isAnswered) return socket.terminate();
    isAnswered = false;
    socket.ping();
  }, HEARTBEAT_MS).unref();
  socket.on("close", () => clearInterval(heartbeat));
}

function refuse(stream: Duplex, status: number, message: string): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n`;
  stream.end(`${head}Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
}
