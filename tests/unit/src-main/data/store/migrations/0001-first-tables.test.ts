/** @file The first migration, from an empty database. */
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { firstTables } from "../../../../../../src-main/data/store/migrations/0001-first-tables";
import { openStore } from "../../../../../../src-main/data/store/store";
import { buildFolder } from "../../../../../builders/build-store";

test("an empty database gets the tables of version 1, every one of them strict", () => {
  const sqlite = new BetterSqlite3(":memory:");

  sqlite.exec(firstTables.sql);

  const tables = sqlite.pragma("table_list") as { name: string; type: string; strict: number }[];
  const own = tables.filter((table) => table.type === "table" && !table.name.startsWith("sqlite_"));
  expect(own.map((table) => table.name).toSorted()).toEqual([
    "annotations",
    "datasets",
    "detections",
    "evaluations",
    "import_problems",
    "instances",
    "jobs",
    "models",
    "patients",
    "project",
    "review_events",
    "reviews",
    "run_images",
    "runs",
    "series",
    "split_instances",
    "splits",
    "studies",
  ]);
  expect(own.filter((table) => table.strict !== 1)).toEqual([]);
  sqlite.close();
});

test("every column that points to another table has an index, so that removing a row stays fast", async () => {
  const file = join(buildFolder(), "overread.sqlite");
  await (await openStore(file)).close();

  const sqlite = new BetterSqlite3(file, { readonly: true });
  const unindexed = sqlite
    .prepare(
      `SELECT tables.name || '.' || keys."from" AS found
       FROM sqlite_schema AS tables JOIN pragma_foreign_key_list(tables.name) AS keys
       WHERE tables.type = 'table' AND NOT EXISTS (
         SELECT 1 FROM pragma_index_list(tables.name) AS indexes JOIN pragma_index_info(indexes.name) AS columns
         WHERE columns.seqno = 0 AND columns.name = keys."from"
       )`,
    )
    .pluck()
    .all();
  sqlite.close();
  expect(unindexed).toEqual([]);
});
