/** @file Keeps two programs from writing the same project: a lock file that its holder keeps touching. */
import { randomUUID } from "node:crypto";
import { open, readFile, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Failure } from "../../../src-shared/domain/failure";
import { processBirth } from "./process-birth";

const LOCK_FILE = "overread.lock";
const TOUCH_INTERVAL_MS = 15_000;
/** A holder that has not touched its lock for so long is gone: its process number may belong to another by now. */
const STALE_AFTER_MS = 120_000;
const MAX_ATTEMPTS = 3;

const Holder = z.object({
  pid: z.int().positive(),
  host: z.string(),
  token: z.string(),
  /** `processBirth`. */
  birth: z.string().optional(),
});
type Holder = z.infer<typeof Holder>;

export interface ProjectLock {
  readonly release: () => Promise<void>;
}

/** @throws {Failure} `conflict` when another program holds the project. */
export async function lockProject(folder: string): Promise<ProjectLock> {
  const file = join(folder, LOCK_FILE);
  const birth = await processBirth(process.pid);
  const holder: Holder = { pid: process.pid, host: hostname(), token: randomUUID(), ...(birth && { birth }) };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (await tryCreate(file, holder)) return hold(file, holder);
    const other = await readHolder(file);
    if (other && (await isAlive(file, other))) throw heldBy(folder, other);
    await rm(file, { force: true });
  }
  throw new Failure("conflict", `The lock of the project ${folder} changes hands while it is read; try again.`);
}

async function tryCreate(file: string, holder: Holder): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    try {
      await handle.writeFile(JSON.stringify(holder));
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw unwritable(file, error);
  }
  // Another program that found the same stale lock may have removed ours just now.
  return (await readHolder(file))?.token === holder.token;
}

function hold(file: string, holder: Holder): ProjectLock {
  const touching = setInterval(() => {
    const now = new Date();
    // A lock that somebody removed by hand is not worth a crash; SQLite still guards each transaction.
    utimes(file, now, now).catch(() => {});
  }, TOUCH_INTERVAL_MS).unref();
  return {
    release: async () => {
      clearInterval(touching);
      if ((await readHolder(file))?.token === holder.token) await rm(file, { force: true });
    },
  };
}

/** Undefined for a lock that is gone or that its writer did not finish. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return Holder.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (isCode(error, "ENOENT") || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

async function isAlive(file: string, holder: Holder): Promise<boolean> {
  const touched = await stat(file).catch((error: unknown) => {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  });
  if (!touched) return false;
  // One that was stopped, as by Ctrl-Z, goes on one day and would write beside whoever took its project.
  if (holder.host === hostname() && holder.birth !== undefined) {
    return holder.birth === (await processBirth(holder.pid));
  }
  if (Date.now() - touched.mtimeMs > STALE_AFTER_MS) return false;
  return holder.host !== hostname() || isProcessAlive(holder.pid);
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process is there but belongs to another user.
    return isCode(error, "EPERM");
  }
}

function heldBy(folder: string, holder: Holder): Failure {
  const where = holder.host === hostname() ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`;
  return new Failure("conflict", `The project ${folder} is open in another Overread (${where}); close it there first.`);
}

function unwritable(file: string, cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Failure("unsupported", `The project cannot be opened because ${file} cannot be written: ${reason}.`, {
    cause,
  });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
