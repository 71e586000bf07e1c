/** @file Heat maps lie in one folder a run and are read back to the last bit. */
import { readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasMap, readMap, removeMapsOfRun, writeMap } from "../../../../../src-main/data/files/map-files";
import { buildExplanation } from "../../../../builders/build-explanation";
import { buildFolder } from "../../../../builders/build-store";

const MAP = buildExplanation({ rows: 2, columns: 3 });
const VALUES = Float32Array.of(0, 0.1, 0.25, 0.5, 0.75, 1);

test("a map that was written is read back bit by bit, whatever it was a part of", async () => {
  const folder = buildFolder();

  await writeMap(folder, MAP, Float32Array.of(9, ...VALUES).subarray(1));

  expect(await hasMap(folder, MAP)).toBe(true);
  expect(new Float32Array((await readMap(folder, MAP)).buffer)).toEqual(VALUES);
});

test("a map that is gone, or shorter than it should be, is not there, and reading it says how to get it back", async () => {
  const folder = buildFolder();
  expect(await hasMap(folder, MAP)).toBe(false);
  await writeMap(folder, MAP, VALUES);
  const maps = join(folder, "heat-maps", MAP.runId);
  truncateSync(join(maps, readdirSync(maps)[0]!), 20);

  expect(await hasMap(folder, MAP)).toBe(false);
  await expect(readMap(folder, MAP)).rejects.toMatchObject({
    code: "not-found",
    message: expect.stringContaining("asked for again"),
  });
});

test("removing a run's maps leaves those of other runs, and is no error where there are none", async () => {
  const folder = buildFolder();
  const other = { ...MAP, runId: "run-2" as typeof MAP.runId };
  await writeMap(folder, MAP, VALUES);
  await writeMap(folder, other, VALUES);

  await removeMapsOfRun(folder, MAP.runId);
  await removeMapsOfRun(folder, MAP.runId);

  expect(await hasMap(folder, MAP)).toBe(false);
  expect(await hasMap(folder, other)).toBe(true);
});

test("where a map cannot be written, the system's reason is told", async () => {
  const folder = buildFolder();
  writeFileSync(join(folder, "heat-maps"), "a file in the folder's place");

  expect(await hasMap(folder, MAP)).toBe(false);
  await expect(writeMap(folder, MAP, VALUES)).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/^No map can be written to .*heat-maps.*: the system says E(EXIST|NOTDIR)\.$/),
  });
});
