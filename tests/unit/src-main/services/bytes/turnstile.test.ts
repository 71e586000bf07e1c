/** @file Only so much work at the same time. */
import { expect, test } from "vitest";
import { Turnstile } from "../../../../../src-main/services/bytes/turnstile";

test("no more than its places work at once, all get their turn, and a failure frees its place", async () => {
  const turnstile = new Turnstile(2);
  let running = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 7 }, (_, index) =>
      turnstile.pass(async () => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        if (index === 3) throw new Error("broken");
        return index;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(results.map(({ status }) => status).filter((status) => status === "fulfilled")).toHaveLength(6);
  expect(await turnstile.pass(async () => "still open")).toBe("still open");
});
