/** @file The record of long work in the store. */
import { expect, test } from "vitest";
import {
  deleteEndedJobs,
  insertJob,
  type JobRecord,
  listJobs,
  readJob,
  updateJob,
} from "../../../../../src-main/data/store/jobs";
import { JobId } from "../../../../../src-shared/domain/identifiers";
import { buildStore } from "../../../../builders/build-store";

function buildJob(id: string, change: Partial<JobRecord> = {}): JobRecord {
  return {
    id: JobId.parse(id),
    kind: "detect",
    title: "Detect with Compact",
    input: { runId: "run-1", nested: [1, 2] },
    state: { state: "queued" },
    createdAt: "2026-11-23T06:00:00.000Z",
    ...change,
  };
}

test("a job comes back as it was put in, newest first", async () => {
  const { store } = await buildStore();
  const ended = buildJob("b", { subject: "run-1", endedAt: "2026-11-23T06:05:00.000Z", state: { state: "cancelled" } });
  await insertJob(store, buildJob("a"));
  await insertJob(store, ended);

  expect(await listJobs(store)).toStrictEqual([ended, buildJob("a")]);
  expect(await readJob(store, ended.id)).toStrictEqual(ended);
  expect(await readJob(store, JobId.parse("none"))).toBeUndefined();
});

test("a job's state is changed and the rest is kept", async () => {
  const { store } = await buildStore();
  await insertJob(store, buildJob("a"));
  const state = { state: "failed", message: "The worker ended." } as const;

  await updateJob(store, JobId.parse("a"), { state, endedAt: "2026-11-23T06:09:00.000Z" });
  await updateJob(store, JobId.parse("a"), {});

  expect(await readJob(store, JobId.parse("a"))).toStrictEqual(
    buildJob("a", { state, endedAt: "2026-11-23T06:09:00.000Z" }),
  );
});

test("clearing forgets the jobs that have ended and no other", async () => {
  const { store } = await buildStore();
  await insertJob(store, buildJob("a"));
  await insertJob(store, buildJob("b", { endedAt: "2026-11-23T06:05:00.000Z" }));

  await deleteEndedJobs(store);

  expect((await listJobs(store)).map(({ id }) => id)).toEqual(["a"]);
});
