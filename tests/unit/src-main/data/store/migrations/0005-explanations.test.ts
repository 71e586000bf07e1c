/** @file The fifth migration, from a project of version 4 with a run in it. */
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { listExplanationsOfRun, upsertExplanation } from "../../../../../../src-main/data/store/explanations";
import { firstTables } from "../../../../../../src-main/data/store/migrations/0001-first-tables";
import { modelBenchmarks } from "../../../../../../src-main/data/store/migrations/0002-model-benchmarks";
import { evaluation } from "../../../../../../src-main/data/store/migrations/0003-evaluation";
import { datasets } from "../../../../../../src-main/data/store/migrations/0004-datasets";
import { SCHEMA_VERSION } from "../../../../../../src-main/data/store/migrations/migrations";
import { APPLICATION_ID } from "../../../../../../src-main/data/store/open-sqlite";
import { listRuns } from "../../../../../../src-main/data/store/runs";
import { openStore } from "../../../../../../src-main/data/store/store";
import { buildExplanation } from "../../../../../builders/build-explanation";
import { buildFolder, buildModel, buildPixels, DATASET_ID, RUN_ID } from "../../../../../builders/build-store";

test("a project of version 4 keeps its run, which can be explained", async () => {
  const file = buildFourthVersion();

  const store = await openStore(file);

  expect(await listRuns(store)).toMatchObject([{ id: RUN_ID, name: "first" }]);
  await upsertExplanation(store, buildExplanation());
  expect(await listExplanationsOfRun(store, RUN_ID)).toStrictEqual([buildExplanation()]);
  await store.close();
  const sqlite = new BetterSqlite3(file, { readonly: true });
  expect(sqlite.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
  const tables = sqlite.pragma("table_list") as { name: string; strict: number }[];
  expect(tables.find(({ name }) => name === "explanations")).toMatchObject({ strict: 1 });
  sqlite.close();
});

/** As the program of version 4 left it. */
function buildFourthVersion(): string {
  const file = join(buildFolder(), "overread.sqlite");
  const sqlite = new BetterSqlite3(file);
  sqlite.exec(firstTables.sql + modelBenchmarks.sql + evaluation.sql + datasets.sql);
  sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  sqlite.pragma("user_version = 4");
  sqlite.exec(`
    INSERT INTO patients (id) VALUES ('a');
    INSERT INTO studies (id, patient_id) VALUES ('2.25.1', 'a');
    INSERT INTO series (id, study_id) VALUES ('2.25.2', '2.25.1');
    INSERT INTO datasets VALUES ('${DATASET_ID}', 'mini', 'rsna-folder', '/data', '2026-11-23T06:00:00.000Z', 1, 1, 1, 0, 0, 0);
  `);
  const { id, name, card, file: modelFile } = buildModel();
  sqlite
    .prepare(
      `INSERT INTO instances (id, series_id, patient_id, dataset_id, path, file_bytes, sha256, pixels, search_text)
       VALUES (?, '2.25.2', 'a', ?, '/data/x.dcm', 1, '00', ?, '')`,
    )
    .run(buildExplanation().instanceId, DATASET_ID, JSON.stringify(buildPixels()));
  sqlite
    .prepare(
      `INSERT INTO models (id, name, sha256, file_bytes, added_at, card, file)
       VALUES (?, ?, '00', 1, '2026-11-23T06:00:00.000Z', ?, ?)`,
    )
    .run(id, name, JSON.stringify(card), modelFile);
  sqlite
    .prepare(
      `INSERT INTO runs (id, name, model_id, state, created_at, images, images_done, images_failed, detections, seconds,
         score_floor, suggested_threshold, precision)
       VALUES (?, 'first', ?, 'complete', '2026-11-23T06:00:00.000Z', 0, 0, 0, 0, 0, 0.05, 0.3, 'single')`,
    )
    .run(RUN_ID, id);
  sqlite.close();
  return file;
}
