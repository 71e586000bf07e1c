/** @file The project's own row, and what all of its data sets hold together. */
import type { ImportCounts } from "../../../src-shared/domain/dataset";
import { Failure } from "../../../src-shared/domain/failure";
import type { ReadableStore, WritableStore } from "./store";

/** @throws {Failure} `not-found` when the database has not been given a name yet. */
export async function readProject(store: ReadableStore): Promise<{ name: string; createdAt: string }> {
  const row = await store.database.selectFrom("project").select(["name", "created_at as createdAt"]).executeTakeFirst();
  if (!row) throw new Failure("not-found", "The database holds no project; its first row names it.");
  return row;
}

export async function insertProject(store: WritableStore, project: { name: string; createdAt: string }): Promise<void> {
  await store.database.insertInto("project").values({ name: project.name, created_at: project.createdAt }).execute();
}

export async function countProject(store: ReadableStore): Promise<ImportCounts> {
  const images = await store.database
    .selectFrom("instances")
    .select(({ fn, eb }) => [
      fn.countAll<number>().as("images"),
      fn.count<number>("patient_id").distinct().as("patients"),
      fn.coalesce(fn.sum<number>(eb("reference_count", ">", 0)), eb.lit(0)).as("positives"),
      fn.coalesce(fn.sum<number>("reference_count"), eb.lit(0)).as("boxes"),
    ])
    .executeTakeFirstOrThrow();
  const { problems } = await store.database
    .selectFrom("import_problems")
    .select(({ fn }) => fn.countAll<number>().as("problems"))
    .executeTakeFirstOrThrow();
  return { ...images, problems };
}
