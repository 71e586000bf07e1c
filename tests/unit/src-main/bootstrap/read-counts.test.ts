/** @file The last line of `npm test` says what the runners reported. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addCounts, describeCounts, readCounts } from "../../../../src-main/bootstrap/read-counts.mjs";

function writeReport(report: object): string {
  const file = join(mkdtempSync(join(tmpdir(), "overread-counts-")), "report.json");
  writeFileSync(file, JSON.stringify(report));
  return file;
}

const vitest = { numPassedTests: 5, numFailedTests: 0, numFailedTestSuites: 0, numPendingTests: 1, numTodoTests: 1 };

test("both runners' reports are read", () => {
  expect(readCounts("vitest", writeReport(vitest))).toEqual({ passed: 5, failed: 0, skipped: 2 });
  const playwright = { stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 4 }, errors: [] };
  expect(readCounts("playwright", writeReport(playwright))).toEqual({ passed: 4, failed: 2, skipped: 4 });
});

test("a file that could not be loaded is a failure though no test failed", () => {
  expect(readCounts("vitest", writeReport({ ...vitest, numFailedTestSuites: 2 })).failed).toBe(1);
});

test("a runner that left no report adds nothing", () => {
  expect(readCounts("vitest", join(tmpdir(), "overread-no-such-report.json"))).toEqual({
    passed: 0,
    failed: 0,
    skipped: 0,
  });
});

test("the line is plain, and names skipped tests only where there are some", () => {
  const sum = addCounts({ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 0, skipped: 3 });
  expect(describeCounts(sum)).toBe("3 passed, 0 failed, 3 skipped");
  expect(describeCounts({ passed: 3, failed: 1, skipped: 0 })).toBe("3 passed, 1 failed");
});
