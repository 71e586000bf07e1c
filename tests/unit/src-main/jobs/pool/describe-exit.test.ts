/** @file The words for how a process ended. */
import { expect, test } from "vitest";
import { describeExit } from "../../../../../src-main/jobs/pool/describe-exit";

test.each([
  [null, "SIGSEGV", "SIGSEGV"],
  [null, "SIGKILL", "SIGKILL: killed, often for want of memory"],
  [3, null, "exit code 3"],
  [3221225477, null, "access violation, exit code 0xc0000005"],
  [-1073741819, null, "access violation, exit code 0xc0000005"],
  [null, null, "reason unknown"],
])("exit code %s and signal %s read as %j", (code, signal, words) => {
  expect(describeExit(code, signal)).toBe(words);
});
