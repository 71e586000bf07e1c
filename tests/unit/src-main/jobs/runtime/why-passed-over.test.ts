/** @file The rule by which "auto" passes a provider over. */
import { expect, test } from "vitest";
import { whyPassedOver } from "../../../../../src-main/jobs/runtime/why-passed-over";

const cpu = { works: true, trialMs: 6 } as const;

test("an accelerator that is faster than the CPU is taken", () => {
  expect(whyPassedOver("cuda", { works: true, trialMs: 1 }, cpu)).toBeUndefined();
});

test("a software renderer works but is passed over, with both times", () => {
  expect(whyPassedOver("webgpu", { works: true, trialMs: 2400 }, cpu)).toBe(
    "It works but is slower than the CPU: the trial network takes 2400.0 ms where the CPU takes 6.0 ms.",
  );
});

test("a provider that failed its trial is passed over for that reason", () => {
  expect(whyPassedOver("dml", { works: false, reason: "It exists on Windows only." }, cpu)).toBe(
    "It exists on Windows only.",
  );
});

test("TensorRT is never taken unasked, however fast", () => {
  expect(whyPassedOver("tensorrt", { works: true, trialMs: 0.1 }, cpu)).toContain("only where it is asked for");
});

test("the CPU is what remains", () => {
  expect(whyPassedOver("cpu", cpu, cpu)).toBeUndefined();
});
