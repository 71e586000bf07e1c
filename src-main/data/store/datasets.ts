/** @file Data sets and the report of what their imports met. */
import type { Selectable } from "kysely";
import { Dataset, type ImportCounts, ImportProblem, ImportProblemKind } from "../../../src-shared/domain/dataset";
import type { DatasetId } from "../../../src-shared/domain/identifiers";
import { inChunks } from "./in-chunks";
import type { DatasetsTable } from "./schema";
import type { ReadableStore, WritableStore } from "./store";
import { withoutNulls } from "./without-nulls";

export async function insertDataset(store: WritableStore, dataset: Dataset): Promise<void> {
  await store.database
    .insertInto("datasets")
    .values({
      id: dataset.id,
      name: dataset.name,
      kind: dataset.kind,
      source: dataset.source,
      imported_at: dataset.importedAt,
      is_complete: dataset.isComplete ? 1 : 0,
      ...dataset.counts,
    })
    .execute();
}

export async function updateDataset(
  store: WritableStore,
  datasetId: DatasetId,
  change: { readonly counts?: ImportCounts; readonly isComplete?: boolean },
): Promise<void> {
  const columns = {
    ...change.counts,
    ...(change.isComplete === undefined ? {} : { is_complete: change.isComplete ? (1 as const) : (0 as const) }),
  };
  if (Object.keys(columns).length === 0) return;
  await store.database.updateTable("datasets").set(columns).where("id", "=", datasetId).execute();
}

/** Oldest first. */
export async function listDatasets(store: ReadableStore): Promise<Dataset[]> {
  const rows = await store.database.selectFrom("datasets").selectAll().orderBy("imported_at").orderBy("id").execute();
  return rows.map(datasetFrom);
}

export async function readDataset(store: ReadableStore, datasetId: DatasetId): Promise<Dataset | undefined> {
  const row = await store.database.selectFrom("datasets").selectAll().where("id", "=", datasetId).executeTakeFirst();
  return row && datasetFrom(row);
}

export async function insertProblems(
  store: WritableStore,
  datasetId: DatasetId,
  problems: readonly ImportProblem[],
): Promise<void> {
  await store.transaction(async (inner) => {
    for (const chunk of inChunks(problems)) {
      await inner.database
        .insertInto("import_problems")
        .values(
          chunk.map(({ kind, file, row, reason, action }) => {
            return { dataset_id: datasetId, kind, file, row: row ?? null, reason, action };
          }),
        )
        .execute();
    }
  });
}

/** One page of the import report, in the order in which the import met the problems. */
export async function listProblems(
  store: ReadableStore,
  query: {
    readonly datasetId: DatasetId;
    readonly kind?: ImportProblemKind | undefined;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<{ total: number; rows: ImportProblem[] }> {
  const found = store.database
    .selectFrom("import_problems")
    .where("dataset_id", "=", query.datasetId)
    .$if(query.kind !== undefined, (some) => some.where("kind", "=", query.kind!));
  const rows = await found
    .select(["kind", "file", "row", "reason", "action"])
    .orderBy("number")
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  const { total } = await found.select(({ fn }) => fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  return { total, rows: rows.map((row) => ImportProblem.parse(withoutNulls(row))) };
}

/** The files that a data set's report names under some kinds. */
export async function listProblemFiles(
  store: ReadableStore,
  datasetId: DatasetId,
  kinds: readonly ImportProblemKind[],
): Promise<string[]> {
  const rows = await store.database
    .selectFrom("import_problems")
    .select("file")
    .distinct()
    .where("dataset_id", "=", datasetId)
    .where("kind", "in", kinds)
    .execute();
  return rows.map((row) => row.file);
}

/** How many problems there are of each kind. */
export async function countProblems(
  store: ReadableStore,
  datasetId: DatasetId,
): Promise<{ kind: ImportProblemKind; count: number }[]> {
  const rows = await store.database
    .selectFrom("import_problems")
    .select(({ fn }) => ["kind", fn.countAll<number>().as("count")])
    .where("dataset_id", "=", datasetId)
    .groupBy("kind")
    .orderBy("kind")
    .execute();
  return rows.map(({ kind, count }) => ({ kind: ImportProblemKind.parse(kind), count }));
}

function datasetFrom(row: Selectable<DatasetsTable>): Dataset {
  const { images, patients, positives, boxes, problems } = row;
  return Dataset.parse({
    id: row.id,
    name: row.name,
    kind: row.kind,
    source: row.source,
    importedAt: row.imported_at,
    isComplete: row.is_complete === 1,
    counts: { images, patients, positives, boxes, problems },
  });
}
