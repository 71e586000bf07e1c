/** @file The second migration, from a project of version 1 with a model and a run in it. */
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { insertBenchmark, listBenchmarks } from "../../../../../../src-main/data/store/benchmarks";
import { firstTables } from "../../../../../../src-main/data/store/migrations/0001-first-tables";
import { SCHEMA_VERSION } from "../../../../../../src-main/data/store/migrations/migrations";
import { readModel } from "../../../../../../src-main/data/store/models";
import { APPLICATION_ID } from "../../../../../../src-main/data/store/open-sqlite";
import { listRuns } from "../../../../../../src-main/data/store/runs";
import { openStore } from "../../../../../../src-main/data/store/store";
import { buildFolder, buildModel } from "../../../../../builders/build-store";

test("a project of version 1 keeps its models and runs, whose precision was single", async () => {
  const file = buildFirstVersion();

  const store = await openStore(file);

  const model = buildModel();
  expect(await readModel(store, model.id)).toStrictEqual(model);
  expect(await listRuns(store)).toMatchObject([{ id: "run-1", state: "complete", precision: "single", seconds: 11.5 }]);
  expect(await listBenchmarks(store, model.id)).toEqual([]);
  await insertBenchmark(store, {
    modelId: model.id,
    provider: "cpu",
    precision: "single",
    measuredAt: "2026-11-24T06:00:00.000Z",
    result: { outcome: "refused", reason: "It did not answer." },
  });
  expect(await listBenchmarks(store, model.id)).toHaveLength(1);
  await store.close();
  const sqlite = new BetterSqlite3(file, { readonly: true });
  expect(sqlite.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
  const tables = sqlite.pragma("table_list") as { name: string; strict: number }[];
  expect(tables.find(({ name }) => name === "benchmarks")).toMatchObject({ strict: 1 });
  sqlite.close();
});

/** As the program of version 1 left it. */
function buildFirstVersion(): string {
  const file = join(buildFolder(), "overread.sqlite");
  const { id, name, sha256, fileBytes, addedAt, card, file: modelFile } = buildModel();
  const sqlite = new BetterSqlite3(file);
  sqlite.exec(firstTables.sql);
  sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  sqlite.pragma("user_version = 1");
  sqlite
    .prepare("INSERT INTO models (id, name, sha256, file_bytes, added_at, card, file) VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(id, name, sha256, fileBytes, addedAt, JSON.stringify(card), modelFile);
  sqlite
    .prepare(
      `INSERT INTO runs VALUES ('run-1', 'first', ?, NULL, 'complete', 'cpu', '2026-11-23T06:01:00.000Z',
        114, 114, 0, 2416, 11.5, 0.05, 0.3)`,
    )
    .run(id);
  sqlite.close();
  return file;
}
