/** @file The page's own client against the real browser host: calls, events, a lost connection and the way back. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { os } from "@orpc/server";
import { RPCHandler } from "@orpc/server/ws";
import { afterEach, expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { startServer, type RunningServer } from "../../src-main/hosts/browser/start-server";
import type { ConnectionState } from "../../src-renderer/client/connection-state";
import { failureOf } from "../../src-renderer/client/failure-of";
import { createWebSocketLink } from "../../src-renderer/client/web-socket-link";
import type { Contract } from "../../src-shared/contract/contract";
import { buildHostFolders, type HostFolders } from "../builders/build-host-folders";
import { recordingLog } from "../builders/recording-log";

const closers: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const unusedWorker = (): never => {
  throw new Error("These tests start no job.");
};

async function startHost(folders: HostFolders, port = 0): Promise<RunningServer> {
  const options = { startWorker: unusedWorker, version: "1.2.3", log: recordingLog(), project: folders.projectFolder };
  const server = await startServer({ ...folders, ...options, port });
  closers.push(server.close);
  return server;
}

/** The link that the page uses, over a socket that brings the token as a script does: there is no cookie jar here. */
function connectClient(
  hostOf: () => RunningServer,
  findRefusal: () => Promise<string | undefined> = async () => undefined,
) {
  const sockets: WebSocket[] = [];
  const states: ConnectionState[] = [];
  const link = createWebSocketLink({
    openSocket: () => {
      const token = new URL(hostOf().address).searchParams.get("token");
      const socket = new WebSocket(`ws://127.0.0.1:${hostOf().port}/api`, {
        headers: { authorization: `Bearer ${token}` },
      });
      socket.on("error", () => {});
      sockets.push(socket);
      return socket as unknown as globalThis.WebSocket;
    },
    findRefusal,
    onState: (state) => states.push(state),
  });
  closers.push(() => sockets.at(-1)?.terminate());
  const client: ContractRouterClient<Contract> = createORPCClient(link);
  return { client, sockets, state: () => states.at(-1)! };
}

async function prepare(): Promise<HostFolders> {
  const folders = await buildHostFolders();
  closers.push(folders.remove);
  return folders;
}

test("a call reaches the application through the socket and comes back parsed", async () => {
  const host = await startHost(await prepare());
  const { client } = connectClient(() => host);
  expect(await client.application.info()).toMatchObject({ version: "1.2.3", host: "browser" });
});

test("a refusal keeps its code and its sentence", async () => {
  const host = await startHost(await prepare());
  const { client } = connectClient(() => host);
  const refused = await client.projects.open({ path: "/nowhere/at/all" }).catch(failureOf);
  expect(refused).toEqual({ code: "not-found", message: expect.stringContaining("/nowhere/at/all") });
});

test("an answer that the contract does not know is not passed on", async () => {
  const info = { version: "1", host: "browser", platform: "test", documentsFolder: "/", logFile: "/log" };
  const answers: unknown[] = [info, { ...info, host: "elsewhere" }];
  const handler = new RPCHandler({ application: { info: os.handler(() => answers.shift()) } });
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  closers.push(() => server.close());
  server.on("connection", (socket) => void handler.upgrade(socket));
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const openSocket = () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    closers.push(() => socket.terminate());
    return socket as unknown as globalThis.WebSocket;
  };
  const link = createWebSocketLink({ openSocket, findRefusal: async () => "closed", onState: () => {} });
  const client: ContractRouterClient<Contract> = createORPCClient(link);
  expect(await client.application.info()).toEqual(info);
  await expect(client.application.info()).rejects.toThrow("does not match expected schema");
});

test("events come as they happen", async () => {
  const host = await startHost(await prepare());
  const { client } = connectClient(() => host);
  const events = await client.application.events();
  await client.projects.close();
  expect((await events.next()).value).toEqual({ kind: "project-changed", project: null });
  await events.return(undefined);
});

test("a call under way when the connection breaks fails as disconnected, and later calls work again", async () => {
  const host = await startHost(await prepare());
  const { client, sockets, state } = connectClient(() => host);
  const events = await client.application.events();
  const broken = events.next().catch((error: unknown) => error);
  sockets[0]!.terminate();
  expect(await broken).toBeInstanceOf(Error);
  await vi.waitFor(() => expect(state().state).toBe("lost"));
  await vi.waitFor(() => expect(state().state).toBe("connected"), { timeout: 10_000 });
  expect(await client.projects.current()).not.toBeNull();
  expect(sockets).toHaveLength(2);
});

test("calls made while nothing answers fail as disconnected", async () => {
  const host = await startHost(await prepare());
  const { client, state } = connectClient(() => host);
  await client.application.info();
  await host.close();
  await vi.waitFor(() => expect(state().state).not.toBe("connected"));
  expect(await client.application.info().catch(failureOf)).toMatchObject({ code: "disconnected" });
});

test("a host that no longer knows the page is not asked again", async () => {
  const host = await startHost(await prepare());
  const { client, sockets, state } = connectClient(
    () => host,
    async () => "Open the address again.",
  );
  await client.application.info();
  sockets[0]!.terminate();
  await vi.waitFor(() => {
    expect(state()).toEqual({ state: "refused", message: "Open the address again." });
  });
  expect(sockets).toHaveLength(1);
});

test("closing the host lets its clients go in good order", async () => {
  const host = await startHost(await prepare());
  const { client, sockets } = connectClient(
    () => host,
    async () => "over",
  );
  await client.application.info();
  const code = new Promise<number>((resolve) => sockets[0]!.on("close", resolve));
  await host.close();
  expect(await code).toBe(1001);
});
