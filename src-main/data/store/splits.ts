/** @file Named parts of data sets. */
import type { DatasetId, InstanceId, SplitId } from "../../../src-shared/domain/identifiers";
import { Split, type SplitRecipe } from "../../../src-shared/domain/split";
import { inChunks } from "./in-chunks";
import { readInstanceNumbers } from "./instance-numbers";
import type { ReadableStore, WritableStore } from "./store";

const COLUMNS = [
  "splits.id",
  "splits.dataset_id as datasetId",
  "splits.name",
  "splits.images",
  "splits.patients",
  "splits.recipe",
] as const;

/** @throws {Failure} `not-found` when an image is not stored. */
export async function insertSplit(
  store: WritableStore,
  split: {
    readonly id: SplitId;
    readonly datasetId: DatasetId;
    readonly name: string;
    readonly recipe?: SplitRecipe;
  },
  instanceIds: readonly InstanceId[],
): Promise<void> {
  const { id, datasetId, name, recipe } = split;
  await store.transaction(async (inner) => {
    const numberOf = await readInstanceNumbers(inner, instanceIds);
    const numbers = [...new Set(instanceIds)].map(numberOf);
    const members = numbers.map((number, position) => ({ split_id: id, instance_number: number, position }));
    await inner.database
      .insertInto("splits")
      .values({
        id,
        dataset_id: datasetId,
        name,
        images: numbers.length,
        patients: 0,
        recipe: recipe ? JSON.stringify(recipe) : null,
      })
      .execute();
    for (const chunk of inChunks(members)) {
      await inner.database.insertInto("split_instances").values(chunk).execute();
    }
    await countPatients(inner, id);
  });
}

/** By name; where data sets share one, the oldest data set's first. */
export async function listSplits(store: ReadableStore): Promise<Split[]> {
  const rows = await store.database
    .selectFrom("splits")
    .innerJoin("datasets", "datasets.id", "splits.dataset_id")
    .select(COLUMNS)
    .orderBy("splits.name")
    .orderBy("datasets.imported_at")
    .orderBy("splits.id")
    .execute();
  return rows.map(splitFrom);
}

export async function readSplit(store: ReadableStore, splitId: SplitId): Promise<Split | undefined> {
  const row = await store.database.selectFrom("splits").select(COLUMNS).where("id", "=", splitId).executeTakeFirst();
  return row && splitFrom(row);
}

/** In the order of the list that the split was read from. */
export async function readSplitInstances(store: ReadableStore, splitId: SplitId): Promise<InstanceId[]> {
  const rows = await store.database
    .selectFrom("split_instances")
    .innerJoin("instances", "instances.number", "split_instances.instance_number")
    .select("instances.id")
    .where("split_instances.split_id", "=", splitId)
    .orderBy("split_instances.position")
    .execute();
  return rows.map((row) => row.id as InstanceId);
}

/** Names of the runs over it, oldest first. */
export async function listRunsOfSplit(store: ReadableStore, splitId: SplitId): Promise<string[]> {
  const rows = await store.database
    .selectFrom("runs")
    .select("name")
    .where("split_id", "=", splitId)
    .orderBy("created_at")
    .execute();
  return rows.map(({ name }) => name);
}

/** The images themselves stay. */
export async function removeSplit(store: WritableStore, splitId: SplitId): Promise<void> {
  await store.database.deleteFrom("splits").where("id", "=", splitId).execute();
}

function splitFrom({ recipe, ...row }: Omit<Split, "id" | "datasetId" | "recipe"> & SplitText): Split {
  return Split.parse({ ...row, ...(recipe !== null && { recipe: JSON.parse(recipe) }) });
}

interface SplitText {
  readonly id: string;
  readonly datasetId: string;
  readonly recipe: string | null;
}

async function countPatients(store: WritableStore, splitId: SplitId): Promise<void> {
  const { patients } = await store.database
    .selectFrom("split_instances")
    .innerJoin("instances", "instances.number", "split_instances.instance_number")
    .select(({ fn }) => fn.count<number>("instances.patient_id").distinct().as("patients"))
    .where("split_instances.split_id", "=", splitId)
    .executeTakeFirstOrThrow();
  await store.database.updateTable("splits").set({ patients }).where("id", "=", splitId).execute();
}
