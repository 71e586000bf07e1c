/** @file How a stream of reports becomes a few progress events with speed and time left. */
import { expect, test } from "vitest";
import { ProgressMeter } from "../../../../../src-main/jobs/pool/progress-meter";
import type { Progress } from "../../../../../src-shared/domain/job";

function meterAt(clock: { nowMs: number }) {
  const sent: Progress[] = [];
  return {
    sent,
    meter: new ProgressMeter(
      (progress) => sent.push(progress),
      () => clock.nowMs,
    ),
  };
}

test("of a thousand reports in a second, five are sent, then the last by flush", () => {
  const clock = { nowMs: 0 };
  const { sent, meter } = meterAt(clock);
  for (let done = 1; done <= 1000; done++) {
    clock.nowMs = done - 1;
    meter.report({ done, total: 1000, note: "" });
  }
  expect(sent.map(({ done }) => done)).toEqual([1, 201, 401, 601, 801]);
  meter.flush();
  meter.flush();
  expect(sent.map(({ done }) => done)).toEqual([1, 201, 401, 601, 801, 1000]);
});

test("speed is measured over the recent past, and the time left follows from it", () => {
  const clock = { nowMs: 0 };
  const { sent, meter } = meterAt(clock);
  // Ten seconds at one a second, then twenty at four a second.
  for (let done = 0; done <= 10; done++) {
    clock.nowMs = done * 1000;
    meter.report({ done, total: 190, note: "" });
  }
  for (let step = 1; step <= 80; step++) {
    clock.nowMs = 10_000 + step * 250;
    meter.report({ done: 10 + step, total: 190, note: "" });
  }
  expect(sent.at(-1)).toMatchObject({ done: 90, perSecond: 4, secondsLeft: 25 });
});

test("a job that resumes counts only what it did itself", () => {
  const clock = { nowMs: 0 };
  const { sent, meter } = meterAt(clock);
  meter.report({ done: 900, total: 1000, note: "" });
  clock.nowMs = 1000;
  meter.report({ done: 902, total: 1000, note: "" });
  expect(sent.at(-1)).toMatchObject({ perSecond: 2, secondsLeft: 49 });
});

test("a second phase that counts from the front has its own speed", () => {
  const clock = { nowMs: 0 };
  const { sent, meter } = meterAt(clock);
  meter.report({ done: 500, note: "reading" });
  clock.nowMs = 1000;
  meter.report({ done: 0, total: 100, note: "writing" });
  clock.nowMs = 2000;
  meter.report({ done: 10, total: 100, note: "writing" });
  expect(sent.at(-1)).toMatchObject({ perSecond: 10, secondsLeft: 9 });
});

test("speed is absent until there is enough to measure, the time left while the amount is unknown", () => {
  const clock = { nowMs: 0 };
  const { sent, meter } = meterAt(clock);
  meter.report({ done: 0, note: "" });
  clock.nowMs = 400;
  meter.report({ done: 5, note: "" });
  clock.nowMs = 1000;
  meter.report({ done: 10, note: "" });
  expect(sent).toEqual([
    { done: 0, note: "" },
    { done: 5, note: "" },
    { done: 10, note: "", perSecond: 10 },
  ]);
});

test("what a job says itself of the time left is believed", () => {
  const clock = { nowMs: 0 };
  const { sent, meter } = meterAt(clock);
  for (const done of [1, 2]) {
    clock.nowMs = done * 1000;
    meter.report({ done, total: 10, note: "", secondsLeft: 42 });
  }
  expect(sent.at(-1)).toMatchObject({ perSecond: 1, secondsLeft: 42 });
});
