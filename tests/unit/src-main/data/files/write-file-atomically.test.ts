/** @file Files that are whole or not there. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFileAtomically } from "../../../../../src-main/data/files/write-file-atomically";
import { buildFolder } from "../../../../builders/build-store";

test("the new content replaces the old, and no part stays behind", async () => {
  const folder = buildFolder();
  const file = join(folder, "figures.json");
  writeFileSync(file, "old");
  await writeFileAtomically(file, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(readdirSync(folder)).toEqual(["figures.json"]);
});

test("what cannot take its place leaves what was there, and no part", async () => {
  const folder = buildFolder();
  const file = join(folder, "a-folder");
  mkdirSync(join(file, "full"), { recursive: true });
  await expect(writeFileAtomically(file, "new")).rejects.toMatchObject({ code: expect.stringMatching(/^E[A-Z]+$/u) });
  expect(readdirSync(folder)).toEqual(["a-folder"]);
});
