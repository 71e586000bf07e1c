/** @file A project's database as a value: one kind that can only be read, and one that can also be written. */
import type BetterSqlite3 from "better-sqlite3";
import { CompiledQuery, type DatabaseConnection, Kysely, SqliteDialect, SqliteDriver } from "kysely";
import { openSqliteForReading, openSqliteForWriting } from "./open-sqlite";
import type { Database } from "./schema";

/** The connection below Kysely; only this room reaches it, for reads of many rows. */
export const SQLITE = Symbol("sqlite");
const IS_IN_TRANSACTION = Symbol("is in transaction");
const WRITER = Symbol("writer");

/** What a reader may ask of Kysely; its connection refuses to write as well. */
export type ReadableDatabase = Pick<Kysely<Database>, "selectFrom" | "selectNoFrom" | "fn" | "getExecutor">;

export interface ReadableStore {
  readonly [SQLITE]: BetterSqlite3.Database;
  readonly [IS_IN_TRANSACTION]: boolean;
  readonly database: ReadableDatabase;
  readonly close: () => Promise<void>;
}

export interface WritableStore extends ReadableStore {
  readonly [WRITER]: true;
  readonly database: Kysely<Database>;
  /** All or nothing. Use the store that `work` is given: the outer one waits until `work` has ended. Inside a
   * transaction it joins it. */
  readonly transaction: <T>(work: (store: WritableStore) => Promise<T>) => Promise<T>;
}

/** Opens or makes a project's database and brings it to this program's version.
 * @throws {Failure} `unsupported` when the file is no project's database or was written by a newer program. */
export async function openStore(file: string): Promise<WritableStore> {
  const sqlite = openSqliteForWriting(file);
  return writableStore(sqlite, kyselyOver(sqlite), false);
}

/** @throws {Failure} `not-found`; `unsupported` as above, or when it has not been brought to this version yet. */
export async function openStoreForReading(file: string): Promise<ReadableStore> {
  const sqlite = openSqliteForReading(file);
  const database = kyselyOver(sqlite);
  return { [SQLITE]: sqlite, [IS_IN_TRANSACTION]: false, database, close: () => closeBoth(sqlite, database) };
}

/** Runs a read below Kysely, for many rows at once; it waits for its turn, so that it never sees half a transaction. */
export async function readMany<T>(store: ReadableStore, read: (sqlite: BetterSqlite3.Database) => T): Promise<T> {
  if (store[IS_IN_TRANSACTION]) return read(store[SQLITE]);
  return await store.database.getExecutor().provideConnection(async () => read(store[SQLITE]));
}

function writableStore(
  sqlite: BetterSqlite3.Database,
  database: Kysely<Database>,
  isInTransaction: boolean,
): WritableStore {
  const store: WritableStore = {
    [SQLITE]: sqlite,
    [IS_IN_TRANSACTION]: isInTransaction,
    [WRITER]: true,
    database,
    close: () => closeBoth(sqlite, database),
    transaction: async (work) =>
      isInTransaction
        ? await work(store)
        : await database.transaction().execute(async (inner) => await work(writableStore(sqlite, inner, true))),
  };
  return store;
}

function kyselyOver(sqlite: BetterSqlite3.Database): Kysely<Database> {
  const dialect = new SqliteDialect({ database: sqlite });
  return new Kysely<Database>({
    dialect: Object.assign(dialect, { createDriver: () => new ImmediateDriver({ database: sqlite }) }),
  });
}

/** Takes the write lock at once: a deferred transaction that reads before it writes fails, instead of waiting, when
 * another process has written in between. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

/** Kysely closes the connection only where a query has used it. */
async function closeBoth(sqlite: BetterSqlite3.Database, database: Kysely<Database>): Promise<void> {
  await database.destroy();
  if (sqlite.open) sqlite.close();
}
