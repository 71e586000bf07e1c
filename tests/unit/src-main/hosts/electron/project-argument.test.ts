/** @file The project among the arguments of a start. */
import { expect, test } from "vitest";
import { projectArgument } from "../../../../../src-main/hosts/electron/project-argument";

test.each([
  [["overread", "--project", "/data/p"], "/data/p"],
  [["overread", "--project=/data/p"], "/data/p"],
  [["overread", "--enable-logging", "--project", "p", "--no-first-run"], "/home/p"],
  [["overread"], undefined],
  [["overread", "--project"], undefined],
  [["overread", "--project="], undefined],
  [["overread", "--projects=/data/p"], undefined],
])("%j names %s", (argv, expected) => {
  expect(projectArgument(argv, "/home")).toBe(expected);
});
