/** @file One program a project. */
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processBirth } from "../../../../../src-main/services/projects/process-birth";
import { lockProject } from "../../../../../src-main/services/projects/project-lock";
import { buildFolder } from "../../../../builders/build-store";

/** Above every system's greatest process number. */
const DEAD_PROCESS = 2 ** 31 - 2;

function writeLock(folder: string, holder: object, ageMs = 0): string {
  const file = join(folder, "overread.lock");
  writeFileSync(file, JSON.stringify(holder));
  const touched = new Date(Date.now() - ageMs);
  utimesSync(file, touched, touched);
  return file;
}

test("a held project is refused with who holds it, and free after the release", async () => {
  const folder = buildFolder();
  const lock = await lockProject(folder);
  await expect(lockProject(folder)).rejects.toMatchObject({
    code: "conflict",
    message: `The project ${folder} is open in another Overread (process ${process.pid}); close it there first.`,
  });
  await lock.release();
  expect(existsSync(join(folder, "overread.lock"))).toBe(false);
  await (await lockProject(folder)).release();
});

test.each([
  ["of a process that is gone", { pid: DEAD_PROCESS, host: hostname(), token: "a" }, 0],
  ["that nobody has touched for minutes", { pid: process.pid, host: hostname(), token: "a" }, 300_000],
  ["of another machine that has gone silent", { pid: 1, host: "elsewhere", token: "a" }, 300_000],
  ["that its writer did not finish", {}, 0],
])("a lock %s is taken over", async (_, holder, ageMs) => {
  const folder = buildFolder();
  const file = writeLock(folder, holder, ageMs);
  const lock = await lockProject(folder);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid, host: hostname() });
  await lock.release();
});

const birth = await processBirth(process.pid);

test.skipIf(birth === undefined)("a program that was stopped for long keeps its project (needs /proc)", async () => {
  const folder = buildFolder();
  writeLock(folder, { pid: process.pid, host: hostname(), token: "a", birth }, 8 * 3_600_000);
  await expect(lockProject(folder)).rejects.toThrow(`(process ${process.pid}); close it there first.`);
});

test.skipIf(birth === undefined)(
  "a fresh lock whose number another process has now is taken over (needs /proc)",
  async () => {
    const folder = buildFolder();
    writeLock(folder, { pid: process.pid, host: hostname(), token: "a", birth: `${birth}1` });
    const lock = await lockProject(folder);
    expect(JSON.parse(readFileSync(join(folder, "overread.lock"), "utf8"))).toMatchObject({ birth });
    await lock.release();
  },
);

test("a fresh lock of another machine is respected, and the machine is named", async () => {
  const folder = buildFolder();
  writeLock(folder, { pid: 7, host: "reading-room-2", token: "a" });
  await expect(lockProject(folder)).rejects.toThrow("(process 7 on reading-room-2)");
});

test("a lock that another program took over is not removed by the one that lost it", async () => {
  const folder = buildFolder();
  const lock = await lockProject(folder);
  const file = writeLock(folder, { pid: 7, host: "reading-room-2", token: "other" });
  await lock.release();
  expect(existsSync(file)).toBe(true);
});
