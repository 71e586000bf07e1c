/** @file An import that is stopped anywhere and resumed ends as one that was never stopped. */
import BetterSqlite3 from "better-sqlite3";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { insertDataset } from "../../src-main/data/store/datasets";
import { openStore } from "../../src-main/data/store/store";
import { importDataset } from "../../src-main/jobs/import-dataset";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { buildDatasetFolder, buildImage } from "../builders/build-dataset";
import { buildDatasetRow, buildFolder, DATASET_ID } from "../builders/build-store";

const IMAGES = 400;

/** A data set with every kind of problem somewhere in it, long enough for several batches. */
function buildLongDataset(): string {
  const ids = Array.from({ length: IMAGES }, (_, index) => `p${String(index).padStart(4, "0")}`);
  const twin = buildImage("twin", 9000);
  const images = Object.fromEntries(ids.map((id, index) => [id, index % 90 === 5 ? twin : {}]));
  return buildDatasetFolder({
    images,
    labels: [
      "nobody,1,2,3,4,1",
      "p0001,1,2,x,4,1",
      ...ids.flatMap((id, index) => (index % 7 === 3 ? [] : [`${id},${index % 120},2,30,40,1`, `${id},5,6,7,8,1`])),
    ],
    files: {
      "split.csv": `patientId,split\n${ids.map((id, index) => `${id},${index % 4 ? "train" : "val"}`).join("\n")}`,
      "images/p0100-broken.dcm": "not a radiograph",
      "images/p0300-broken.dcm": "",
    },
  });
}

/** Every row of every table, in the order in which it was written. */
function dumpDatabase(file: string): Record<string, unknown[]> {
  const sqlite = new BetterSqlite3(file, { readonly: true });
  const tables = sqlite
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .pluck()
    .all();
  const dump = Object.fromEntries(tables.map((table) => [table, sqlite.prepare(`SELECT * FROM ${table}`).all()]));
  sqlite.close();
  return dump;
}

/** Runs the import to its end, each time stopping at the next of the given points: `cut` before or after the n-th
 * batch was written. Answers with all that is then stored. */
async function importWithStops(source: string, stops: readonly { batches: number; isWritten: boolean }[]) {
  const file = `${buildFolder()}/overread.sqlite`;
  const store = await openStore(file);
  try {
    await insertDataset(store, buildDatasetRow({ source }));
    for (const stop of stops) await importUntil(store, { source, ...stop });
    await runJobInline(importDataset, { datasetId: DATASET_ID, source }, { store });
  } finally {
    await store.close();
  }
  return dumpDatabase(file);
}

async function importUntil(
  store: Awaited<ReturnType<typeof openStore>>,
  { source, batches, isWritten }: { source: string; batches: number; isWritten: boolean },
): Promise<void> {
  const stop = new AbortController();
  let written = 0;
  const run = runJobInline(
    {
      ...importDataset,
      write: async (writer, batch) => {
        written += 1;
        if (written === batches && !isWritten) throw new Error("the process died");
        await importDataset.write(writer, batch);
        if (written === batches) stop.abort();
      },
    },
    { datasetId: DATASET_ID, source },
    { store, signal: stop.signal },
  );
  await run.catch((error: unknown) => {
    const isExpected = error instanceof Error && (error.name === "AbortError" || error.message === "the process died");
    if (!isExpected) throw error;
  });
}

test("an import that was cancelled or that died anywhere ends as one that was never stopped", async () => {
  const source = buildLongDataset();
  const whole = await importWithStops(source, []);
  expect(whole["instances"]).toHaveLength(396);
  expect(new Set(whole["import_problems"]?.map((row) => (row as { kind: string }).kind))).toEqual(
    new Set([
      "invalid-label",
      "image-without-label",
      "duplicate-image",
      "unreadable-file",
      "box-outside-image",
      "label-without-image",
    ]),
  );

  const stop = fc.record({ batches: fc.integer({ min: 1, max: 6 }), isWritten: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(stop, { minLength: 1, maxLength: 3 }), async (stops) => {
      expect(await importWithStops(source, stops)).toEqual(whole);
    }),
    { numRuns: 12 },
  );
});

test("an import that is complete is not begun again", async () => {
  const source = buildLongDataset();
  const once = await importWithStops(source, []);

  expect(await importWithStops(source, [{ batches: 100, isWritten: true }])).toEqual(once);
});
