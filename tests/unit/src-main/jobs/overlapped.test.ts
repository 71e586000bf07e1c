/** @file Working ahead of the one who asks. */
import { expect, test } from "vitest";
import { overlapped } from "../../../../src-main/jobs/overlapped";

test("results keep the order of the items, and never more than the given number is in work ahead", async () => {
  let inWork = 0;
  let mostInWork = 0;
  const work = async (item: number): Promise<number> => {
    inWork += 1;
    mostInWork = Math.max(mostInWork, inWork);
    // Later items are quicker, so that order is not a matter of luck.
    for (let turn = item; turn < 12; turn++) await Promise.resolve();
    inWork -= 1;
    return item * 10;
  };
  const seen: number[] = [];
  for await (const result of overlapped([1, 2, 3, 4, 5, 6, 7], work, 2)) seen.push(result);
  expect(seen).toEqual([10, 20, 30, 40, 50, 60, 70]);
  expect(mostInWork).toBe(3);
});

test("nothing is begun behind the one who stops asking", async () => {
  const begun: number[] = [];
  const work = async (item: number): Promise<number> => {
    begun.push(item);
    return item;
  };
  for await (const result of overlapped([1, 2, 3, 4, 5, 6], work, 1)) if (result === 2) break;
  expect(begun).toEqual([1, 2, 3]);
});
