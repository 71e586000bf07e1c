/** @file The sixth migration, from a project of version 5. */
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { listModels } from "../../../../../../src-main/data/store/models";
import { firstTables } from "../../../../../../src-main/data/store/migrations/0001-first-tables";
import { modelBenchmarks } from "../../../../../../src-main/data/store/migrations/0002-model-benchmarks";
import { evaluation } from "../../../../../../src-main/data/store/migrations/0003-evaluation";
import { datasets } from "../../../../../../src-main/data/store/migrations/0004-datasets";
import { explanations } from "../../../../../../src-main/data/store/migrations/0005-explanations";
import { SCHEMA_VERSION } from "../../../../../../src-main/data/store/migrations/migrations";
import { APPLICATION_ID } from "../../../../../../src-main/data/store/open-sqlite";
import { openStore } from "../../../../../../src-main/data/store/store";
import { insertTraining, listTrainings } from "../../../../../../src-main/data/store/trainings";
import { buildFolder, buildModel } from "../../../../../builders/build-store";
import { buildTraining, TRAINING_ID } from "../../../../../builders/build-training";

test("a project of version 5 keeps its model, which can be trained", async () => {
  const file = buildFifthVersion();

  const store = await openStore(file);

  expect(await listModels(store)).toMatchObject([{ name: buildModel().name }]);
  await insertTraining(store, buildTraining());
  expect(await listTrainings(store)).toMatchObject([{ id: TRAINING_ID, state: "running" }]);
  await store.close();
  const sqlite = new BetterSqlite3(file, { readonly: true });
  expect(sqlite.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
  const tables = sqlite.pragma("table_list") as { name: string; strict: number }[];
  for (const table of ["trainings", "training_steps", "training_epochs"]) {
    expect(tables.find(({ name }) => name === table)).toMatchObject({ strict: 1 });
  }
  sqlite.close();
});

/** As the program of version 5 left it. */
function buildFifthVersion(): string {
  const file = join(buildFolder(), "overread.sqlite");
  const sqlite = new BetterSqlite3(file);
  sqlite.exec(firstTables.sql + modelBenchmarks.sql + evaluation.sql + datasets.sql + explanations.sql);
  sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  sqlite.pragma("user_version = 5");
  const { id, name, card, file: modelFile } = buildModel();
  sqlite
    .prepare(
      `INSERT INTO models (id, name, sha256, file_bytes, added_at, card, file)
       VALUES (?, ?, '00', 1, '2026-11-23T06:00:00.000Z', ?, ?)`,
    )
    .run(id, name, JSON.stringify(card), modelFile);
  sqlite.close();
  return file;
}
