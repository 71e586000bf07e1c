/** @file The browser host over real HTTP and WebSockets: who is let in, what is served, how it ends. */
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startServer, type RunningServer } from "../../src-main/hosts/browser/start-server";
import { buildHostFolders, PAGE, type HostFolders } from "../builders/build-host-folders";
import { recordingLog } from "../builders/recording-log";

let folders: HostFolders;
let server: RunningServer;
let token: string;
let cookie: string;

const unusedWorker = (): never => {
  throw new Error("These tests start no job.");
};

function start(port?: number): Promise<RunningServer> {
  const options = { startWorker: unusedWorker, version: "1.2.3", log: recordingLog(), project: folders.projectFolder };
  return startServer({ ...folders, ...options, ...(port !== undefined && { port }) });
}

beforeAll(async () => {
  folders = await buildHostFolders();
  server = await start();
  token = new URL(server.address).searchParams.get("token")!;
  cookie = `overread-${server.port}=${token}`;
});

afterAll(async () => {
  await server.close();
  await folders.remove();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends the path as it stands: fetch would tidy it up first. */
function ask(
  path: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port: server.port, path, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    request.on("error", reject).end();
  });
}

const known = (headers: Record<string, string> = {}) => ({ headers: { cookie, ...headers } });

test("a browser without the token gets one sentence and nothing else", async () => {
  const { status, body } = await ask("/");
  expect(status).toBe(401);
  expect(body).toBe("Overread does not know this browser; open the address that it printed at its start.\n");
});

test("the printed token is exchanged for a cookie that scripts cannot read, and leaves the address", async () => {
  const { status, headers } = await ask(`/?token=${token}`);
  expect(status).toBe(303);
  expect(headers.location).toBe("/");
  expect(headers["set-cookie"]).toEqual([`${cookie}; HttpOnly; SameSite=Strict; Path=/`]);
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
});

test("a wrong token is refused even where the cookie is right", async () => {
  expect((await ask(`/?token=${token.slice(1)}A`, known())).status).toBe(403);
});

test("the page comes with a policy that forbids foreign scripts and frames", async () => {
  const { status, headers, body } = await ask("/", known());
  expect({ status, body }).toEqual({ status: 200, body: PAGE });
  expect(headers["content-security-policy"]).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["cache-control"]).toBe("no-cache");
});

test("files with a hash in their name are kept for good", async () => {
  const { headers } = await ask("/assets/index-Cafe1234.js", known());
  expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
});

test.each([
  "/../secret.txt",
  "/assets/../../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/assets/",
  "/assets",
  "//secret.txt",
])("%s leads nowhere", async (path) => {
  const { status, body } = await ask(path, known());
  expect(status).toBe(404);
  expect(body).not.toContain("not for the page");
});

test("another name for this machine is refused, as after DNS rebinding", async () => {
  const { status, body } = await ask("/", known({ host: `evil.example:${server.port}` }));
  expect(status).toBe(403);
  expect(body).toContain("evil.example");
});

test("localhost is as good as 127.0.0.1", async () => {
  expect((await ask("/", known({ host: `localhost:${server.port}` }))).status).toBe(200);
});

test("a page on another port of this machine may not read, though the browser sends it the cookie", async () => {
  const { status } = await ask("/runs/r/table", known({ "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" }));
  expect(status).toBe(403);
});

test("a link from elsewhere may lead here", async () => {
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
  expect((await ask("/", known(headers))).status).toBe(200);
});

test("whatever is not a question is refused", async () => {
  const origin = `http://127.0.0.1:${server.port}`;
  expect((await ask("/", { method: "POST", ...known() })).status).toBe(403);
  expect((await ask("/", { method: "POST", ...known({ origin }) })).status).toBe(405);
  expect((await ask("/", { method: "POST", ...known({ origin: "https://evil.example" }) })).status).toBe(403);
});

test("a script that holds the token needs no cookie", async () => {
  expect((await ask("/", { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  expect((await ask("/", { headers: { authorization: "Bearer wrong" } })).status).toBe(401);
});

test("bytes that are not there are refused with a code and a sentence", async () => {
  const { status, headers, body } = await ask("/frames/1.2.3/0", known());
  expect(status).toBe(404);
  expect(JSON.parse(body)).toEqual({ code: "not-found", message: expect.stringContaining("1.2.3") });
  expect(headers["content-security-policy"]).toBeDefined();
});

test("an answer to HEAD has no body", async () => {
  const { status, body } = await ask("/", { method: "HEAD", ...known() });
  expect({ status, body }).toEqual({ status: 200, body: "" });
});

function connect(headers: Record<string, string>, path = "/api"): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on("open", () => resolve(socket));
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode!));
    socket.on("error", reject);
  });
}

test("a WebSocket needs both the cookie and the page's own origin, or the token as a script has it", async () => {
  const origin = `http://127.0.0.1:${server.port}`;
  expect(await connect({ origin })).toBe(401);
  expect(await connect({ cookie })).toBe(403);
  expect(await connect({ cookie, origin: "http://127.0.0.1:1" })).toBe(403);
  expect(await connect({ cookie, origin }, "/elsewhere")).toBe(404);
  for (const headers of [{ cookie, origin }, { authorization: `Bearer ${token}` }]) {
    const socket = await connect(headers);
    expect(socket).toBeInstanceOf(WebSocket);
    (socket as WebSocket).close();
  }
});

test("a message larger than any call closes its own socket and no other", async () => {
  const headers = { authorization: `Bearer ${token}` };
  const [greedy, modest] = (await Promise.all([connect(headers), connect(headers)])) as [WebSocket, WebSocket];
  const closed = new Promise<number>((resolve) => greedy.on("close", resolve));
  greedy.send(Buffer.alloc(5 * 1024 * 1024));
  expect(await closed).toBe(1009);
  expect(modest.readyState).toBe(WebSocket.OPEN);
  modest.close();
});

test("a port that is taken is told in one sentence, and leaves nothing open", async () => {
  await expect(start(server.port)).rejects.toMatchObject({
    code: "conflict",
    message: `Port ${server.port} cannot be taken: another program is using it; choose another with --port.`,
  });
});

test("a page that was not built is told before a port is taken", async () => {
  const started = startServer({
    ...folders,
    rendererFolder: `${folders.rendererFolder}-missing`,
    startWorker: unusedWorker,
    version: "1",
    log: recordingLog(),
  });
  await expect(started).rejects.toMatchObject({ code: "not-found" });
});
