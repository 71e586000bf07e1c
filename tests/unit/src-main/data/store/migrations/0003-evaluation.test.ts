/** @file The third migration, from a project of version 2 with a series, a run and a review in it. */
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { firstTables } from "../../../../../../src-main/data/store/migrations/0001-first-tables";
import { modelBenchmarks } from "../../../../../../src-main/data/store/migrations/0002-model-benchmarks";
import { SCHEMA_VERSION } from "../../../../../../src-main/data/store/migrations/migrations";
import { APPLICATION_ID } from "../../../../../../src-main/data/store/open-sqlite";
import { listReviews } from "../../../../../../src-main/data/store/reviews";
import { readNumberedTable } from "../../../../../../src-main/data/store/runs";
import { openStore } from "../../../../../../src-main/data/store/store";
import { appendVerdict, listVerdicts } from "../../../../../../src-main/data/store/verdicts";
import type { InstanceId } from "../../../../../../src-shared/domain/identifiers";
import { buildFolder, buildModel, buildPixels, RUN_ID } from "../../../../../builders/build-store";

test("a project of version 2 keeps its images, runs and reviews, and can be judged", async () => {
  const file = buildSecondVersion();

  const store = await openStore(file);

  const { table } = await readNumberedTable(store, RUN_ID);
  expect(table.head.images).toMatchObject([{ instanceId: "2.25.3", viewPosition: "PA" }]);
  expect(table.head.images[0]).not.toHaveProperty("scanner");
  expect(await listReviews(store, RUN_ID)).toMatchObject([{ subject: "1-0", isReviewed: true }]);
  const verdict = { runId: RUN_ID, instanceId: "2.25.3" as InstanceId, subject: "1-0", verdict: "unclear" as const };
  await appendVerdict(store, { ...verdict, tags: [], at: "2026-11-24T06:00:00.000Z", who: "reader" });
  expect(await listVerdicts(store, RUN_ID)).toEqual([{ ...verdict, tags: [] }]);
  await store.close();
  const sqlite = new BetterSqlite3(file, { readonly: true });
  expect(sqlite.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
  const tables = sqlite.pragma("table_list") as { name: string; type: string; strict: number }[];
  const added = tables.filter(({ name }) => /^(verdict|calibration|comparison)/u.test(name));
  expect(added.map(({ name }) => name).toSorted()).toEqual([
    "calibrations",
    "comparisons",
    "verdict_events",
    "verdicts",
  ]);
  expect(added.every(({ strict }) => strict === 1)).toBe(true);
  sqlite.close();
});

/** As the program of version 2 left it. */
function buildSecondVersion(): string {
  const file = join(buildFolder(), "overread.sqlite");
  const model = buildModel();
  const sqlite = new BetterSqlite3(file);
  sqlite.exec(firstTables.sql + modelBenchmarks.sql);
  sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  sqlite.pragma("user_version = 2");
  sqlite.exec(`
    INSERT INTO patients (id) VALUES ('p1');
    INSERT INTO studies (id, patient_id) VALUES ('2.25.1', 'p1');
    INSERT INTO series (id, study_id, view_position) VALUES ('2.25.2', '2.25.1', 'PA');
    INSERT INTO datasets VALUES ('d1', 'mini', 'rsna-folder', '/data/mini', '2026-11-23T06:00:00.000Z', 1, 1, 1, 0, 0, 0);`);
  sqlite
    .prepare(
      `INSERT INTO instances (id, series_id, patient_id, dataset_id, path, file_bytes, sha256, pixels, search_text)
       VALUES ('2.25.3', '2.25.2', 'p1', 'd1', '/data/mini/p1.dcm', 1, 'ab', ?, 'p1')`,
    )
    .run(JSON.stringify(buildPixels()));
  sqlite
    .prepare(`INSERT INTO models (id, name, sha256, file_bytes, added_at, card, file) VALUES (?, ?, ?, ?, ?, ?, ?)`)
    .run(model.id, model.name, model.sha256, model.fileBytes, model.addedAt, JSON.stringify(model.card), model.file);
  sqlite.exec(`
    INSERT INTO runs VALUES ('${RUN_ID}', 'first', '${model.id}', NULL, 'complete', 'cpu',
      '2026-11-23T06:01:00.000Z', 1, 1, 0, 0, 1.5, 0.05, 0.3, 'single');
    INSERT INTO run_images (run_id, instance_number, state) VALUES ('${RUN_ID}', 1, 'done');
    INSERT INTO review_events (run_id, instance_number, subject, at, who, before, after)
      VALUES ('${RUN_ID}', 1, '1-0', '2026-11-23T06:02:00.000Z', 'reader', 0, 1);`);
  sqlite.close();
  return file;
}
