/** @file The fourth migration, from a project of version 3 with an image, its box and a split in it. */
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { listFingerprinted, listUnfingerprinted } from "../../../../../../src-main/data/store/fingerprints";
import { firstTables } from "../../../../../../src-main/data/store/migrations/0001-first-tables";
import { modelBenchmarks } from "../../../../../../src-main/data/store/migrations/0002-model-benchmarks";
import { evaluation } from "../../../../../../src-main/data/store/migrations/0003-evaluation";
import { SCHEMA_VERSION } from "../../../../../../src-main/data/store/migrations/migrations";
import { APPLICATION_ID } from "../../../../../../src-main/data/store/open-sqlite";
import { listSplitPatients } from "../../../../../../src-main/data/store/split-patients";
import { listSplits } from "../../../../../../src-main/data/store/splits";
import { openStore } from "../../../../../../src-main/data/store/store";
import { buildFolder, buildPixels, DATASET_ID } from "../../../../../builders/build-store";

test("a project of version 3 keeps its splits and images, and can be split and searched", async () => {
  const file = buildThirdVersion();

  const store = await openStore(file);

  expect(await listSplits(store)).toEqual([{ id: "s", datasetId: DATASET_ID, name: "val", images: 1, patients: 1 }]);
  expect(await listUnfingerprinted(store)).toMatchObject([{ id: "2.25.3" }, { id: "2.25.4" }]);
  expect(await listFingerprinted(store)).toEqual(new Set());
  // Rows of images without boxes were not kept by then: who has one stands first.
  expect(await listSplitPatients(store, DATASET_ID, "all")).toMatchObject([{ patientId: "b" }, { patientId: "a" }]);
  await store.close();
  const sqlite = new BetterSqlite3(file, { readonly: true });
  expect(sqlite.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
  const tables = sqlite.pragma("table_list") as { name: string; strict: number }[];
  const added = tables.filter(({ name }) => name === "fingerprints" || name === "near_duplicates");
  expect(added.map(({ strict }) => strict)).toEqual([1, 1]);
  sqlite.close();
});

/** As the program of version 3 left it. */
function buildThirdVersion(): string {
  const file = join(buildFolder(), "overread.sqlite");
  const sqlite = new BetterSqlite3(file);
  sqlite.exec(firstTables.sql + modelBenchmarks.sql + evaluation.sql);
  sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  sqlite.pragma("user_version = 3");
  sqlite.exec(`
    INSERT INTO patients (id) VALUES ('a'), ('b');
    INSERT INTO studies (id, patient_id) VALUES ('2.25.1', 'a');
    INSERT INTO series (id, study_id) VALUES ('2.25.2', '2.25.1');
    INSERT INTO datasets VALUES ('${DATASET_ID}', 'mini', 'rsna-folder', '/data', '2026-11-23T06:00:00.000Z', 1, 2, 2, 1, 1, 0);
  `);
  const insert = sqlite.prepare(
    `INSERT INTO instances (id, series_id, patient_id, dataset_id, path, file_bytes, sha256, pixels, search_text)
     VALUES (?, '2.25.2', ?, ?, '/data/x.dcm', 1, ?, ?, '')`,
  );
  insert.run("2.25.3", "a", DATASET_ID, "00", JSON.stringify(buildPixels()));
  insert.run("2.25.4", "b", DATASET_ID, "01", JSON.stringify(buildPixels()));
  sqlite.exec(`
    INSERT INTO annotations VALUES ('x', 2, 'reference', 1, 2, 30, 40, 'Pneumonia', '${DATASET_ID}', 'labels.csv', 7);
    INSERT INTO splits VALUES ('s', '${DATASET_ID}', 'val', 1, 1);
    INSERT INTO split_instances VALUES ('s', 1, 0);
  `);
  sqlite.close();
  return file;
}
