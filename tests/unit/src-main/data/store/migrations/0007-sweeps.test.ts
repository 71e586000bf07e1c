/** @file The seventh migration, from a project of version 6. */
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { MIGRATIONS, SCHEMA_VERSION } from "../../../../../../src-main/data/store/migrations/migrations";
import { APPLICATION_ID } from "../../../../../../src-main/data/store/open-sqlite";
import { openStore } from "../../../../../../src-main/data/store/store";
import { insertSweep, listSweeps } from "../../../../../../src-main/data/store/sweeps";
import { listTrainings } from "../../../../../../src-main/data/store/trainings";
import { buildFolder } from "../../../../../builders/build-store";
import { buildSweep } from "../../../../../builders/build-sweep";
import { buildTraining } from "../../../../../builders/build-training";

test("a project of version 6 keeps its training, which belongs to no sweep, and can have sweeps", async () => {
  const file = buildSixthVersion();

  const store = await openStore(file);

  const [training] = await listTrainings(store);
  expect(training).toMatchObject({ name: "first", state: "complete" });
  expect(training).not.toHaveProperty("sweep");
  await insertSweep(store, buildSweep());
  expect(await listSweeps(store)).toMatchObject([{ name: "rates", state: "running" }]);
  await store.close();
  const sqlite = new BetterSqlite3(file, { readonly: true });
  expect(sqlite.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
  const tables = sqlite.pragma("table_list") as { name: string; strict: number }[];
  for (const table of ["sweeps", "sweep_members"]) {
    expect(tables.find(({ name }) => name === table)).toMatchObject({ strict: 1 });
  }
  sqlite.close();
});

/** As the program of version 6 left it. */
function buildSixthVersion(): string {
  const file = join(buildFolder(), "overread.sqlite");
  const sqlite = new BetterSqlite3(file);
  for (const { version, sql } of MIGRATIONS) if (version <= 6) sqlite.exec(sql);
  sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  sqlite.pragma("user_version = 6");
  const { id, createdAt, ...plan } = buildTraining();
  sqlite
    .prepare("INSERT INTO trainings (id, name, state, created_at, plan) VALUES (?, 'first', 'complete', ?, ?)")
    .run(id, createdAt, JSON.stringify(plan));
  sqlite.close();
  return file;
}
