/** @file Opens a project's SQLite file, brings it to this program's version, and refuses what is no project. */
import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { Failure } from "../../../src-shared/domain/failure";
import { MIGRATIONS, SCHEMA_VERSION } from "./migrations/migrations";

/** Marks a SQLite file as Overread's ("OVRD"), so that another program's database is never written to. */
export const APPLICATION_ID = 0x4f565244;

// Enough for the worklist's indexes of a data set of RSNA's size.
const CACHE_KIB = 65_536;

/** @throws {Failure} `not-found`, `unsupported` */
export function openSqliteForWriting(file: string): BetterSqlite3.Database {
  if (!existsSync(dirname(file))) {
    throw new Failure("not-found", `There is no folder ${dirname(file)}; the project's database is kept in it.`);
  }
  return opening(file, {}, (sqlite) => {
    refuseForeign(sqlite, file);
    sqlite.pragma("journal_mode = WAL");
    // FULL for everything rather than for a person's writes alone: a commit was measured at 0.3 to 0.5 ms against 0.1 ms
    // with NORMAL, where a batch of an import or a run takes 100 ms and more; and a pragma that changes between
    // transactions would be one more thing to get wrong.
    sqlite.pragma("synchronous = FULL");
    sqlite.pragma("foreign_keys = ON");
    migrate(sqlite);
  });
}

/** @throws {Failure} `not-found`, `unsupported` */
export function openSqliteForReading(file: string): BetterSqlite3.Database {
  if (!existsSync(file)) throw new Failure("not-found", `There is no project database at ${file}.`);
  return opening(file, { readonly: true, fileMustExist: true }, (sqlite) => {
    refuseForeign(sqlite, file);
    if (versionOf(sqlite) === SCHEMA_VERSION) return;
    throw new Failure(
      "unsupported",
      `${file} has version ${versionOf(sqlite)}; version ${SCHEMA_VERSION} was expected.`,
    );
  });
}

function opening(
  file: string,
  options: BetterSqlite3.Options,
  prepare: (sqlite: BetterSqlite3.Database) => void,
): BetterSqlite3.Database {
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new Failure("unsupported", `${file} is a folder; a project's SQLite database was expected.`);
  }
  let sqlite: BetterSqlite3.Database | undefined;
  try {
    sqlite = new BetterSqlite3(file, options);
    sqlite.pragma(`cache_size = -${CACHE_KIB}`);
    prepare(sqlite);
    return sqlite;
  } catch (cause) {
    sqlite?.close();
    throw openingFailure(cause, file);
  }
}

function openingFailure(cause: unknown, file: string): unknown {
  if (!(cause instanceof BetterSqlite3.SqliteError)) return cause;
  if (cause.code === "SQLITE_NOTADB") {
    return new Failure("unsupported", `${file} is not a SQLite database; a project's database was expected.`, {
      cause,
    });
  }
  return new Failure("unsupported", `${file} cannot be used as a project's database: ${cause.message}.`, { cause });
}

function refuseForeign(sqlite: BetterSqlite3.Database, file: string): void {
  const tables = sqlite.prepare("SELECT count(*) FROM sqlite_schema").pluck().get();
  if (tables === 0) return;
  if (sqlite.pragma("application_id", { simple: true }) !== APPLICATION_ID) {
    throw new Failure(
      "unsupported",
      `${file} is another program's SQLite database; a project's database was expected.`,
    );
  }
  const version = versionOf(sqlite);
  if (version <= SCHEMA_VERSION) return;
  const expected = `this program reads versions up to ${SCHEMA_VERSION}`;
  throw new Failure("unsupported", `${file} has version ${version} and was written by a newer Overread; ${expected}.`);
}

function versionOf(sqlite: BetterSqlite3.Database): number {
  return Number(sqlite.pragma("user_version", { simple: true }));
}

/** Each migration is one transaction with its version, so that a crash leaves a whole version. */
function migrate(sqlite: BetterSqlite3.Database): void {
  for (const migration of MIGRATIONS) {
    sqlite
      .transaction(() => {
        // Looked at inside the transaction: another process may have just done it.
        if (versionOf(sqlite) >= migration.version) return;
        sqlite.exec(migration.sql);
        sqlite.pragma(`application_id = ${APPLICATION_ID}`);
        sqlite.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
}
