/** @file How the tests run: each kind is a project of its own, chosen with --project. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/** For a test that hangs; no test is timed, and a shared machine may be ten times slower than a quiet one. */
const PATIENCE_MS = 180_000;

const kinds = ["architecture", "unit", "integration"].map((name) => ({
  root,
  test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`], testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS },
}));

/** One file at a time, so that nothing else is measured with it. */
const benchmarks = {
  root,
  test: {
    name: "benchmarks",
    include: ["tests/benchmarks/**/*.bench.ts"],
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
  },
};

export default defineConfig({ root, test: { projects: [...kinds, benchmarks] } });
