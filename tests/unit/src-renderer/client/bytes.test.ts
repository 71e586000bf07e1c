/** @file Bulk bytes over the page's own fetch. */
import { afterEach, expect, test, vi } from "vitest";
import { byteUrl, fetchBytes } from "../../../../src-renderer/client/bytes";
import { ConnectionLost } from "../../../../src-renderer/client/connection-lost";

afterEach(() => void vi.unstubAllGlobals());

function standIn(href: string, answer: (url: string) => Promise<Response>): void {
  vi.stubGlobal("window", { location: { href } });
  vi.stubGlobal("fetch", answer);
}

test("a byte path is of the page's own origin in both hosts", () => {
  standIn("app://overread/", () => Promise.reject(new Error("not asked")));
  expect(byteUrl("/frames/1.2/0")).toBe("app://overread/frames/1.2/0");
  standIn("http://127.0.0.1:8080/", () => Promise.reject(new Error("not asked")));
  expect(byteUrl("/frames/1.2/0")).toBe("http://127.0.0.1:8080/frames/1.2/0");
});

test("the bytes come as they are", async () => {
  standIn("app://overread/", async () => new Response(new Uint8Array([1, 2, 3])));
  expect(new Uint8Array(await fetchBytes("/frames/1.2/0"))).toEqual(new Uint8Array([1, 2, 3]));
});

test("a refusal keeps the byte service's code and sentence", async () => {
  const body = JSON.stringify({ code: "unsupported", message: "It is compressed." });
  standIn("app://overread/", async () => new Response(body, { status: 422 }));
  await expect(fetchBytes("/frames/1.2/0")).rejects.toMatchObject({
    code: "unsupported",
    message: "It is compressed.",
  });
});

test("a refusal in plain text is told by its status", async () => {
  standIn("app://overread/", async () => new Response("gone", { status: 404 }));
  await expect(fetchBytes("/frames/1.2/0")).rejects.toMatchObject({ code: "not-found" });
});

test("a silent host is a lost connection, an aborted fetch is not", async () => {
  standIn("app://overread/", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(fetchBytes("/frames/1.2/0")).rejects.toBeInstanceOf(ConnectionLost);
  const reason = new DOMException("aborted", "AbortError");
  standIn("app://overread/", () => Promise.reject(reason));
  await expect(fetchBytes("/frames/1.2/0", AbortSignal.abort(reason))).rejects.toBe(reason);
});
