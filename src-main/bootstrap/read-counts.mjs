/** @file How many tests passed, failed and were skipped, read from the runners' own reports. */
import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Record<"vitest" | "playwright", (report: any) => Counts>} */
const READERS = {
  vitest: ({ numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests, numTodoTests }) => ({
    passed: numPassedTests,
    // A file that cannot even be loaded fails as a suite, without a test.
    failed: Math.max(numFailedTests, Math.min(1, numFailedTestSuites)),
    skipped: numPendingTests + numTodoTests,
  }),
  playwright: ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: Math.max(stats.unexpected, Math.min(1, errors.length)),
    skipped: stats.skipped,
  }),
};

/**
 * @param {"vitest" | "playwright"} runner
 * @param {string} file
 * @returns {Counts} Nothing at all where the runner ended before it could report.
 */
export function readCounts(runner, file) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  return READERS[runner](JSON.parse(readFileSync(file, "utf8")));
}

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/**
 * @param {Counts} counts
 * @returns {string} The last line of `npm test`; others read it by machine.
 */
export function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
