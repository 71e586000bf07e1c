/** @file How progress reads in a terminal. */
import { expect, test } from "vitest";
import { describeProgress, ProgressLine } from "../../../../../src-main/entries/commands/progress-line";

test.each([
  [{ done: 0, note: "starting" }, "0, starting"],
  [
    { done: 3, total: 22, note: "p3.dcm", perSecond: 4.256, secondsLeft: 4.2 },
    "3 of 22, p3.dcm, 4.3 a second, 5 s left",
  ],
  [{ done: 3, total: 9000, note: "", perSecond: 412.4, secondsLeft: 3725 }, "3 of 9000, 412 a second, 1 h 2 min left"],
  [{ done: 3, total: 9, note: "", perSecond: 0, secondsLeft: Infinity }, "3 of 9, 0.0 a second"],
  [{ done: 3, total: 9, note: "", secondsLeft: 61 }, "3 of 9, 1 min 1 s left"],
])("%j reads as %s", (progress, text) => {
  expect(describeProgress(progress)).toBe(text);
});

test("a training says what it counts, and a slow one how long each takes", () => {
  expect(describeProgress({ done: 3, total: 9, note: "", perSecond: 2.5 }, "train")).toBe("3 of 9, 2.5 steps a second");
  expect(describeProgress({ done: 3, total: 9, note: "", perSecond: 0.4 }, "train")).toBe("3 of 9, 2.5 s a step");
  expect(describeProgress({ done: 3, total: 9, note: "judging", perSecond: 0 }, "train")).toBe("3 of 9, judging");
});

test("where no line can be rewritten, one is written every five seconds", () => {
  const told: string[] = [];
  let nowMs = 0;
  const line = new ProgressLine(
    { isInteractive: false, tell: (text) => told.push(text), rewrite: () => expect.fail("nothing to rewrite") },
    () => nowMs,
  );
  for (nowMs = 0; nowMs <= 10_000; nowMs += 1000) line.show("Detect", { done: nowMs / 1000, note: "" });
  line.end("Detect: done");
  expect(told).toEqual(["Detect: 0", "Detect: 5", "Detect: 10", "Detect: done"]);
});

test("in a terminal one line is rewritten and cleared before the last word", () => {
  const written: string[] = [];
  const line = new ProgressLine({
    isInteractive: true,
    tell: (text) => written.push(`${text}\n`),
    rewrite: (text) => written.push(text),
  });
  line.show("Detect", { done: 1, note: "" });
  line.show("Detect", { done: 2, note: "" });
  line.end("Detect: done");
  expect(written).toEqual(["Detect: 1", "Detect: 2", "", "Detect: done\n"]);
});
