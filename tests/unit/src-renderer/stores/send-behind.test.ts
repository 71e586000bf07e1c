/** @file What a reader says stays said while it is on its way. */
import { expect, test } from "vitest";
import { queryClient } from "../../../../src-renderer/stores/query-client";
import { sendBehind } from "../../../../src-renderer/stores/send-behind";

test("an answer from before the change does not take it back", async () => {
  const queryKey = ["words"];
  queryClient.setQueryData(queryKey, ["old"]);
  const answers = withResolvers();
  const asked = queryClient.fetchQuery({ queryKey, queryFn: () => answers.promise, staleTime: 0 }).catch(() => {});
  const sent = withResolvers();
  const arrived = sendBehind<string[]>({
    queryKey,
    change: (known = []) => [...known, "new"],
    send: () => sent.promise,
  });
  expect(queryClient.getQueryData(queryKey)).toEqual(["old", "new"]);
  answers.resolve(["old"]);
  await asked;
  expect(queryClient.getQueryData(queryKey)).toEqual(["old", "new"]);
  sent.resolve([]);
  await arrived;
});

test("a second change builds upon the first, and only the last arrival asks anew", async () => {
  const queryKey = ["more words"];
  const sends = [withResolvers(), withResolvers()];
  const [first, second] = sends.map(({ promise }, index) =>
    sendBehind<number[]>({ queryKey, change: (known = []) => [...known, index], send: () => promise }),
  );
  expect(queryClient.getQueryData(queryKey)).toEqual([0, 1]);
  const isStale = (): boolean => queryClient.getQueryState(queryKey)!.isInvalidated;
  sends[0]!.resolve([]);
  await first;
  expect(isStale()).toBe(false);
  sends[1]!.resolve([]);
  await second;
  expect(isStale()).toBe(true);
});

test("a change that cannot be sent is asked about anew, and its failure is told", async () => {
  const queryKey = ["refused words"];
  const failing = sendBehind<string[]>({
    queryKey,
    change: () => ["refused"],
    send: async () => {
      throw new Error("The run is gone.");
    },
  });
  await expect(failing).rejects.toThrow("The run is gone.");
  expect(queryClient.getQueryState(queryKey)!.isInvalidated).toBe(true);
});

function withResolvers() {
  let resolve: (value: unknown[]) => void = () => {};
  const promise = new Promise<unknown[]>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
