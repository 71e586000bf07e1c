/** @file Electron is known to its host and to the two programs that run in it. */
import { expect, test } from "vitest";
import { importsOf, readSourceFiles } from "./source-files";

const MAY_KNOW_ELECTRON = /^src-main\/(?:hosts\/electron\/|entries\/(?:desktop|preload)\.ts$)/u;

test("nothing but its host and the desktop's programs imports Electron", () => {
  const offenders = readSourceFiles("src-shared", "src-main", "src-renderer")
    .flatMap(importsOf)
    .filter(({ from, to }) => /^electron(?:\/|$)/u.test(to) && !MAY_KNOW_ELECTRON.test(from))
    .map(({ from }) => `${from} imports Electron, which src-main/hosts/electron alone may know.`);
  expect(offenders).toEqual([]);
});

test("the laboratory and the shared rooms import no module of Node", () => {
  const offenders = readSourceFiles("src-shared", "src-main/detection")
    .flatMap(importsOf)
    .filter(({ to }) => to.startsWith("node:"))
    .map(({ from, to }) => `${from} imports ${to}, but knows no Node.`);
  expect(offenders).toEqual([]);
});
