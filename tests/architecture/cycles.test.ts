/** @file No two files import each other, directly or in a circle. */
import { expect, test } from "vitest";
import { findCycles } from "./find-cycles";
import { readSourceFiles } from "./source-files";

test("no files import each other in a circle, types included", () => {
  const cycles = findCycles(readSourceFiles("src-shared", "src-main", "src-renderer"));
  expect(cycles.map((group) => `These files import each other in a circle: ${group.join(", ")}.`)).toEqual([]);
});

test("a circle of three files is found once, whichever kind its imports are", () => {
  const files = [
    { path: "a/one.ts", text: 'import { two } from "./two";' },
    { path: "a/two.ts", text: 'import type { three } from "../b/three";' },
    { path: "b/three.tsx", text: 'export * from "../a/one";' },
    { path: "b/four.ts", text: 'import { one } from "../a/one";' },
  ];
  expect(findCycles(files).map((group) => [...group].toSorted())).toEqual([["a/one.ts", "a/two.ts", "b/three.tsx"]]);
});

test("a file that imports itself is a circle", () => {
  expect(findCycles([{ path: "a/one.ts", text: 'import "./one";' }])).toEqual([["a/one.ts"]]);
});
