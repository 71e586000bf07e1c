/** @file The connection as a value that the page follows. */
import { expect, test, vi } from "vitest";
import { connectionState, setConnectionState, whenConnected } from "../../../../src-renderer/client/connection-state";

test("listeners hear each change until they leave", () => {
  const listener = vi.fn<() => void>();
  const leave = connectionState.subscribe(listener);
  setConnectionState({ state: "lost", retryAt: 1 });
  leave();
  setConnectionState({ state: "connecting" });
  expect(listener).toHaveBeenCalledOnce();
  expect(connectionState.get()).toEqual({ state: "connecting" });
});

test("waiting ends with the connection, at once where it stands already", async () => {
  setConnectionState({ state: "lost", retryAt: 1 });
  const settled = vi.fn<() => void>();
  const waiting = whenConnected(new AbortController().signal).then(settled);
  setConnectionState({ state: "connecting" });
  await Promise.resolve();
  expect(settled).not.toHaveBeenCalled();
  setConnectionState({ state: "connected" });
  await waiting;
  await expect(whenConnected(new AbortController().signal)).resolves.toBeUndefined();
});

test("waiting can be given up", async () => {
  setConnectionState({ state: "lost", retryAt: 1 });
  const abort = new AbortController();
  const waiting = whenConnected(abort.signal);
  abort.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});
