/** @file Opening, refusing, transactions, and readers that cannot write. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { sql } from "kysely";
import { expect, expectTypeOf, test } from "vitest";
import { insertProject, readProject } from "../../../../../src-main/data/store/project";
import { SCHEMA_VERSION } from "../../../../../src-main/data/store/migrations/migrations";
import {
  openStore,
  openStoreForReading,
  type ReadableStore,
  type WritableStore,
} from "../../../../../src-main/data/store/store";
import { buildFolder, buildStore } from "../../../../builders/build-store";

const PROJECT = { name: "Chest", createdAt: "2026-11-23T06:00:00.000Z" };

test("what was written is there after the database was closed and opened again", async () => {
  const file = join(buildFolder(), "overread.sqlite");
  const first = await openStore(file);
  await insertProject(first, PROJECT);
  await first.close();

  const second = await openStore(file);
  const project = await readProject(second);
  await second.close();

  expect(project).toEqual(PROJECT);
});

test("a database without a project says so", async () => {
  const { store } = await buildStore();

  await expect(readProject(store)).rejects.toMatchObject({ code: "not-found" });
});

test("a transaction that fails leaves nothing behind", async () => {
  const { store } = await buildStore();

  const work = store.transaction(async (inner) => {
    await insertProject(inner, PROJECT);
    throw new Error("the second half failed");
  });

  await expect(work).rejects.toThrow("the second half failed");
  await expect(readProject(store)).rejects.toMatchObject({ code: "not-found" });
});

test("a transaction inside a transaction joins it", async () => {
  const { store } = await buildStore();

  const work = store.transaction(async (outer) => {
    await outer.transaction(async (inner) => await insertProject(inner, PROJECT));
    throw new Error("after the inner one");
  });

  await expect(work).rejects.toThrow("after the inner one");
  await expect(readProject(store)).rejects.toMatchObject({ code: "not-found" });
});

test("a reader sees what the writer committed and nothing of an open transaction", async () => {
  const { store, file } = await buildStore();
  const reader = await openStoreForReading(file);

  await store.transaction(async (inner) => {
    await insertProject(inner, PROJECT);
    await expect(readProject(reader)).rejects.toMatchObject({ code: "not-found" });
  });
  const project = await readProject(reader);
  await reader.close();

  expect(project).toEqual(PROJECT);
});

test("a reader cannot write, neither by its type nor by its connection", async () => {
  const { file } = await buildStore();
  const reader = await openStoreForReading(file);

  const write = sql`INSERT INTO project (name, created_at) VALUES ('x', 'y')`.execute(reader.database);

  await expect(write).rejects.toThrow(/readonly/);
  expectTypeOf<ReadableStore>().not.toExtend<WritableStore>();
  expectTypeOf<ReadableStore["database"]>().not.toHaveProperty("insertInto");
  await reader.close();
});

test("a database newer than the program is refused with both versions named", async () => {
  const { store, file } = await buildStore();
  await store.close();
  const sqlite = new BetterSqlite3(file);
  sqlite.pragma("user_version = 77");
  sqlite.close();

  const both = new RegExp(`version 77 .* up to ${SCHEMA_VERSION}\\.$`, "u");
  const refusal = { code: "unsupported", message: expect.stringMatching(both) };
  await expect(openStore(file)).rejects.toMatchObject(refusal);
  await expect(openStoreForReading(file)).rejects.toMatchObject(refusal);
});

test("a file that is no SQLite database is refused in one sentence", async () => {
  const file = join(buildFolder(), "overread.sqlite");
  writeFileSync(file, "patientId,x,y,width,height,Target\n".repeat(100));

  await expect(openStore(file)).rejects.toMatchObject({
    code: "unsupported",
    message: `${file} is not a SQLite database; a project's database was expected.`,
  });
});

test("a damaged database is refused with SQLite's reason", async () => {
  const { store, file } = await buildStore();
  await insertProject(store, PROJECT);
  await store.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0x55, 100, 4096));

  await expect(openStore(file)).rejects.toMatchObject({
    code: "unsupported",
    message: `${file} cannot be used as a project's database: database disk image is malformed.`,
  });
});

test("another program's database is refused and left as it was", async () => {
  const file = join(buildFolder(), "places.sqlite");
  const sqlite = new BetterSqlite3(file);
  sqlite.exec("CREATE TABLE places (url TEXT)");
  sqlite.close();

  await expect(openStore(file)).rejects.toMatchObject({
    code: "unsupported",
    message: `${file} is another program's SQLite database; a project's database was expected.`,
  });

  const after = new BetterSqlite3(file, { readonly: true });
  expect(after.prepare("SELECT name FROM sqlite_schema").pluck().all()).toEqual(["places"]);
  expect(after.pragma("journal_mode", { simple: true })).toBe("delete");
  after.close();
});

test("a folder, a missing folder and a missing file are refused with their names", async () => {
  const folder = buildFolder();

  await expect(openStore(folder)).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringContaining(folder),
  });
  await expect(openStore(join(folder, "gone", "x.sqlite"))).rejects.toMatchObject({ code: "not-found" });
  await expect(openStoreForReading(join(folder, "x.sqlite"))).rejects.toMatchObject({ code: "not-found" });
});

test("a person's work survives a loss of power: every commit is flushed", async () => {
  const { store } = await buildStore();

  const { rows } = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(store.database);

  // 2 is FULL, see https://sqlite.org/pragma.html#pragma_synchronous
  expect(rows).toEqual([{ synchronous: 2 }]);
});
