/** @file The project's own row. */
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
