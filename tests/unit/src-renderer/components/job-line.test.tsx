/** @file How the progress of a job is told. */
import { expect, test } from "vitest";
import { describeProgress } from "../../../../src-renderer/components/JobLine";

test("progress tells how far, how fast and how long still", () => {
  const progress = { done: 7, total: 22, note: "", perSecond: 10.44, secondsLeft: 1.4 };
  expect(describeProgress(progress)).toBe("7 of 22 · 10.4/s · 1 s left");
});

test("while the amount is unknown the count is told alone, and before it the note", () => {
  expect(describeProgress({ done: 1200, note: "Listing files" })).toBe("1,200");
  expect(describeProgress({ done: 0, note: "Listing files" })).toBe("Listing files");
});
