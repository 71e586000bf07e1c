/** @file Files that are dropped on the page of the browser host: who may send them, where they go, when they leave. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startServer, type RunningServer } from "../../src-main/hosts/browser/start-server";
import { Uploads } from "../../src-main/hosts/browser/uploads";
import { uploadFolderPath, uploadPath } from "../../src-shared/contract/byte-paths";
import { buildHostFolders, type HostFolders } from "../builders/build-host-folders";
import { recordingLog } from "../builders/recording-log";

let folders: HostFolders;
let server: RunningServer;
let origin: string;
let cookie: string;

beforeAll(async () => {
  folders = await buildHostFolders();
  const startWorker = (): never => {
    throw new Error("These tests start no job.");
  };
  server = await startServer({
    ...folders,
    startWorker,
    version: "1",
    log: recordingLog(),
    project: folders.projectFolder,
  });
  origin = `http://127.0.0.1:${server.port}`;
  cookie = `overread-${server.port}=${new URL(server.address).searchParams.get("token")!}`;
});

afterAll(async () => {
  await server.close();
  await folders.remove();
});

interface Sent {
  readonly status: number;
  readonly body: { readonly file?: string; readonly fileBytes?: number; readonly message?: string };
}

async function send(path: string, init: RequestInit = {}): Promise<Sent> {
  const response = await fetch(`${origin}${path}`, { method: "PUT", headers: { cookie, origin }, ...init });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : { message: text } };
}

test("a file is kept as it came, beside the others of its upload, until the page lets it go", async () => {
  const uploadId = crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(65_000));
  const { status, body } = await send(uploadPath(uploadId, "Modèle 1.onnx"), { body: bytes });
  expect({ status, bytes: body.fileBytes }).toEqual({ status: 201, bytes: 65_000 });
  expect(new Uint8Array(await readFile(body.file!))).toEqual(bytes);
  const beside = await send(uploadPath(uploadId, "Modèle 1.onnx.data"), { body: "x" });
  expect(dirname(beside.body.file!)).toBe(dirname(body.file!));

  expect((await send(uploadFolderPath(uploadId), { method: "DELETE" })).status).toBe(204);
  expect(existsSync(body.file!)).toBe(false);
});

test("nobody else may send a file or remove one", async () => {
  const path = uploadPath(crypto.randomUUID(), "model.pth");
  expect((await send(path, { body: "x", headers: { origin } })).status).toBe(401);
  expect((await send(path, { body: "x", headers: { cookie, origin: "https://example.org" } })).status).toBe(403);
  expect((await send(path, { body: "x", headers: { cookie } })).status).toBe(403);
});

test.each([
  "..",
  "..%2f..%2fetc%2fpasswd",
  "a%2fb.pth",
  "a%5cb.pth",
  ".hidden",
  "a%00.pth",
  "CON",
  "nul.pth",
  "x.",
  "%zz",
])("a file named %s is refused", async (name) => {
  // Sent bare, since fetch would tidy the path up first.
  const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const path = `${uploadFolderPath(crypto.randomUUID())}/${name}`;
    const request = httpRequest(
      { host: "127.0.0.1", port: server.port, path, method: "PUT", headers: { cookie, origin } },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => (body += text));
        response.on("end", () => resolve({ status: response.statusCode!, body }));
      },
    );
    request.on("error", reject).end("x");
  });
  expect(answer.status).toBe(400);
  expect(answer.body).toContain("invalid-input");
});

test("an address that is no upload takes nothing in", async () => {
  expect((await send("/uploads/1/model.pth", { body: "x" })).status).toBe(404);
  expect((await send(uploadFolderPath("../.."), { method: "DELETE" })).status).toBe(404);
  expect((await send(uploadPath(crypto.randomUUID(), "model.pth"), { method: "POST", body: "x" })).status).toBe(404);
});

test("the same name twice in one upload is a conflict, and the first file stays", async () => {
  const path = uploadPath(crypto.randomUUID(), "model.pth");
  const first = await send(path, { body: "first" });
  const second = await send(path, { body: "second" });
  expect(second).toMatchObject({ status: 409, body: { message: "A file named model.pth was dropped twice." } });
  expect(await readFile(first.body.file!, "utf8")).toBe("first");
});

test("an upload that breaks off leaves no file", async () => {
  const uploadId = crypto.randomUUID();
  const whole = await send(uploadPath(uploadId, "whole.pth"), { body: "x" });
  const request = httpRequest({
    host: "127.0.0.1",
    port: server.port,
    path: uploadPath(uploadId, "half.pth"),
    method: "PUT",
    headers: { cookie, origin, "content-length": 1_000_000 },
  });
  request.on("error", () => {});
  request.write("the beginning");
  const half = whole.body.file!.replace("whole.pth", "half.pth");
  await vi.waitFor(() => expect(existsSync(half)).toBe(true));
  request.destroy();
  await vi.waitFor(() => expect(existsSync(half)).toBe(false));
  expect(existsSync(whole.body.file!)).toBe(true);
});

test("more than the bound is refused with what to do instead, and nothing of it stays", async () => {
  const uploads = new Uploads({ log: recordingLog(), maxBytes: 2 * 1024 ** 2 });
  const { createServer } = await import("node:http");
  const { sendResponse } = await import("../../src-main/hosts/browser/node-http");
  const bare = createServer((incoming, outgoing) => {
    void uploads.answer(incoming, incoming.url!).then((response) => sendResponse(response, outgoing));
  });
  await new Promise<void>((resolve) => bare.listen(0, "127.0.0.1", resolve));
  const { port } = bare.address() as { port: number };
  const put = (name: string, body: BodyInit) =>
    fetch(`http://127.0.0.1:${port}${uploadPath(crypto.randomUUID(), name)}`, {
      method: "PUT",
      body,
      duplex: "half",
    } as RequestInit);
  const sentence = "big.pth is too big to send: dropped files may take 2 MiB; type its path instead.";
  expect(await (await put("big.pth", new Uint8Array(3 * 1024 ** 2))).json()).toMatchObject({ message: sentence });
  // Without a length that could be looked at first.
  const stream = new Blob([new Uint8Array(3 * 1024 ** 2)]).stream();
  expect(await (await put("big.pth", stream)).json()).toMatchObject({ message: sentence });
  const small = (await (await put("small.pth", new Uint8Array(1024 ** 2))).json()) as { file: string };
  expect(existsSync(small.file)).toBe(true);
  await uploads.close();
  expect(existsSync(small.file)).toBe(false);
  await new Promise((resolve) => bare.close(resolve));
});
