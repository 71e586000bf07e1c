/** @file What `npm test` checks, in the order of speed. */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} command A program of node_modules/.bin with its arguments.
 * @property {"vitest" | "playwright"} [runner] Counts its tests in a report.
 */

/**
 * @param {string} name
 * @returns {readonly string[]}
 */
const vitest = (name) => ["vitest", "run", "--config", "tests/vitest.config.ts", "--project", name];

/** @type {readonly Step[]} */
export const STEPS_BEFORE_BUILD = [
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  { name: "types", command: ["tsc", "-b"] },
  { name: "lint", command: ["oxlint", "--deny-warnings"] },
  { name: "architecture", command: vitest("architecture"), runner: "vitest" },
  { name: "dead code", command: ["knip"] },
  { name: "unit", command: vitest("unit"), runner: "vitest" },
  { name: "integration", command: vitest("integration"), runner: "vitest" },
];

/** @type {readonly Step[]} */
export const STEPS_AFTER_BUILD = [
  {
    name: "end-to-end",
    command: ["playwright", "test", "-c", "tests/end-to-end/playwright.config.ts"],
    runner: "playwright",
  },
];
