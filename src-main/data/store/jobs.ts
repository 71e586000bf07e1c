/** @file The record of long work, so that a restart can say what ended how and offer to go on. */
import type { Selectable } from "kysely";
import type { JobId } from "../../../src-shared/domain/identifiers";
import { JobKind, JobState } from "../../../src-shared/domain/job";
import type { JobsTable } from "./schema";
import type { ReadableStore, WritableStore } from "./store";

export interface JobRecord {
  readonly id: JobId;
  readonly kind: JobKind;
  readonly title: string;
  /** What the job was given; its own schema parses it. */
  readonly input: unknown;
  readonly state: JobState;
  readonly subject?: string | undefined;
  readonly createdAt: string;
  readonly endedAt?: string | undefined;
}

export async function insertJob(store: WritableStore, job: JobRecord): Promise<void> {
  await store.database
    .insertInto("jobs")
    .values({
      id: job.id,
      kind: job.kind,
      title: job.title,
      input: JSON.stringify(job.input),
      state: JSON.stringify(job.state),
      subject: job.subject ?? null,
      created_at: job.createdAt,
      ended_at: job.endedAt ?? null,
    })
    .execute();
}

export async function updateJob(
  store: WritableStore,
  jobId: JobId,
  /** `endedAt` null: the job goes on. */
  change: { readonly state?: JobState; readonly subject?: string; readonly endedAt?: string | null },
): Promise<void> {
  const columns = {
    ...(change.state === undefined ? {} : { state: JSON.stringify(change.state) }),
    ...(change.subject === undefined ? {} : { subject: change.subject }),
    ...(change.endedAt === undefined ? {} : { ended_at: change.endedAt }),
  };
  if (Object.keys(columns).length === 0) return;
  await store.database.updateTable("jobs").set(columns).where("id", "=", jobId).execute();
}

/** Newest first. */
export async function listJobs(store: ReadableStore): Promise<JobRecord[]> {
  const rows = await store.database.selectFrom("jobs").selectAll().orderBy("number", "desc").execute();
  return rows.map(jobFrom);
}

export async function readJob(store: ReadableStore, jobId: JobId): Promise<JobRecord | undefined> {
  const row = await store.database.selectFrom("jobs").selectAll().where("id", "=", jobId).executeTakeFirst();
  return row && jobFrom(row);
}

/** Forgets every job that has ended; what they made stays. */
export async function deleteEndedJobs(store: WritableStore): Promise<void> {
  await store.database.deleteFrom("jobs").where("ended_at", "is not", null).execute();
}

function jobFrom(row: Selectable<JobsTable>): JobRecord {
  return {
    id: row.id as JobId,
    kind: JobKind.parse(row.kind),
    title: row.title,
    input: JSON.parse(row.input),
    state: JobState.parse(JSON.parse(row.state)),
    ...(row.subject === null ? {} : { subject: row.subject }),
    createdAt: row.created_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}
