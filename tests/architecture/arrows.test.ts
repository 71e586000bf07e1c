/** @file Imports lead one way: from the arrow table to the source, and the checker itself on what must be refused. */
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { findOffenders } from "./find-offenders";
import { ROOMS } from "./rooms";
import { readSourceFiles } from "./source-files";

test("every import follows the arrow table", () => {
  expect(findOffenders(readSourceFiles("src-shared", "src-main", "src-renderer"), ROOMS)).toEqual([]);
});

test("no folder has two rows", () => {
  const folders = ROOMS.map(({ folder }) => folder);
  expect(folders).toEqual([...new Set(folders)]);
});

test("every row stands for a folder that is there", () => {
  const missing = ROOMS.map(({ folder }) => folder).filter((folder) => !existsSync(folder));
  expect(missing).toEqual([]);
});

test("the laboratory is refused the archive, even as a type", () => {
  const text = 'import type { Store } from "../../data/store/store";';
  const offenders = findOffenders([{ path: "src-main/detection/boxes/decode.ts", text }], ROOMS);
  expect(offenders).toEqual([
    expect.stringMatching(/^src-main\/detection\/boxes\/decode\.ts imports src-main\/data\/store\/store,/u),
  ]);
});

test("a panel is refused another panel", () => {
  const text = 'export { Row } from "../worklist/Row";';
  expect(findOffenders([{ path: "src-renderer/panels/models/Models.tsx", text }], ROOMS)).toHaveLength(1);
});

test("an import that is awaited counts like any other", () => {
  const text = 'const late = await import("../hosts/browser/start-server");';
  expect(findOffenders([{ path: "src-main/services/late.ts", text }], ROOMS)).toHaveLength(1);
});

test("a folder without a row is named", () => {
  const offenders = findOffenders([{ path: "src-main/utilities/all.ts", text: "" }], ROOMS);
  expect(offenders).toEqual([
    "src-main/utilities/all.ts lies in a folder without a row in tests/architecture/rooms.ts.",
  ]);
});
