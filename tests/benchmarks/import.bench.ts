/** @file How fast radiographs come in, beside reading and hashing the same files alone. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "vitest";
import { importDataset } from "../../src-main/jobs/import-dataset";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { DatasetId } from "../../src-shared/domain/identifiers";
import { buildStore } from "../builders/build-store";
import { printTable } from "./print-table";
import { hasReferenceData, radiographs, RSNA_MINI } from "./reference-data";

const FIRST_FILES = 100;

test.skipIf(!hasReferenceData)("import", async () => {
  const files = await radiographs();
  const hashMs = await msOf(async () => {
    for (const file of files)
      createHash("sha256")
        .update(await readFile(file))
        .digest("hex");
  });
  const { store, folder } = await buildStore();
  const marks: { done: number; ms: number }[] = [];
  const input = { datasetId: DatasetId.parse("bench"), source: RSNA_MINI };
  await runJobInline(importDataset, input, {
    store,
    projectFolder: folder,
    onProgress: ({ done }) => marks.push({ done, ms: performance.now() }),
  });
  const first = marks.find(({ done }) => done >= FIRST_FILES)!;
  const last = marks.findLast(({ done }) => done > first.done)!;
  const perSecond = ((last.done - first.done) / (last.ms - first.ms)) * 1000;
  const hashedPerSecond = (files.length / hashMs) * 1000;
  printTable([
    {
      what: `import after the first ${first.done} files`,
      measured: `${perSecond.toFixed(0)} files/s (wanted: 400)`,
      beside: `${hashedPerSecond.toFixed(0)} files/s read and hashed alone`,
      ratio: perSecond / hashedPerSecond,
    },
  ]);
});

async function msOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
