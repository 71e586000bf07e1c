/** @file Reading ahead keeps order, depth and errors. */
import { expect, test } from "vitest";
import { readAhead } from "../../../../../src-main/data/datasets/read-ahead";
import { collectAll } from "../../../../builders/collect-all";

test("results come in order, a failed one among them, with at most `depth` reads under way", async () => {
  let underWay = 0;
  let most = 0;
  const read = async (item: number): Promise<number> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, (item * 7) % 5));
    underWay -= 1;
    if (item === 4) throw new Error("cannot be read");
    return item * 10;
  };

  const results = await collectAll(readAhead([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], read, 3));

  expect(results.map((result) => ("value" in result ? result.value : "failed"))).toEqual([
    0,
    10,
    20,
    30,
    "failed",
    50,
    60,
    70,
    80,
    90,
  ]);
  expect(most).toBe(3);
});

test("a short list is read to its end", async () => {
  expect(await collectAll(readAhead(["a"], async (item) => item, 8))).toEqual([{ item: "a", value: "a" }]);
  expect(await collectAll(readAhead([], async (item) => item, 8))).toEqual([]);
});
