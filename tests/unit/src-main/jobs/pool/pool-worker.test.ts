/** @file What one worker's side of the pool does when cancelling, ending and retiring meet. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import type { WritableStore } from "../../../../../src-main/data/store/store";
import type { JobDefinition } from "../../../../../src-main/jobs/job";
import { PoolWorker } from "../../../../../src-main/jobs/pool/pool-worker";
import { pooledJob } from "../../../../../src-main/jobs/pool/pooled-job";
import { recordingLog } from "../../../../builders/recording-log";

const GRACE_MS = 5_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker whose process does what the test says. */
function buildWorker() {
  let hear: (message: unknown) => void = () => {};
  const sent: unknown[] = [];
  const kill = vi.fn<() => void>();
  const onIdle = vi.fn<() => void>();
  const process = {
    send: (message: unknown) => void sent.push(message),
    onMessage: (listener: typeof hear) => void (hear = listener),
    onExit: () => {},
    kill,
  };
  const worker = new PoolWorker(process, { log: recordingLog(), cancelGraceMs: GRACE_MS, onIdle, onEnded: () => {} });
  return { worker, kill, onIdle, sent, say: (message: object) => hear(message) };
}

/** A job whose batches are written, or are not, when the test says so. */
function buildJob() {
  let settleWrite!: () => void;
  let refuseWrite!: (reason: unknown) => void;
  const written = new Promise<void>((resolve, reject) => {
    settleWrite = resolve;
    refuseWrite = reject;
  });
  const definition: JobDefinition<null, number, number> = {
    kind: "evaluate",
    input: z.null(),
    output: z.number(),
    batch: z.number(),
    run: async () => 1,
    write: async () => written,
  };
  const store = { transaction: async (work: (store: unknown) => Promise<void>) => work(undefined) };
  const options = { projectFolder: "/project", store: store as unknown as WritableStore };
  return { ...pooledJob(definition, null, options), settleWrite, refuseWrite };
}

test("a job cancelled while its last batch is written does not take the worker from the next one", async () => {
  const { worker, kill, onIdle, say } = buildWorker();
  const { job, result, settleWrite } = buildJob();
  say({ type: "ready" });
  worker.start(job);
  say({ type: "batch", batch: 1, rows: 7 });
  say({ type: "done", output: 3 });
  job.cancel();
  settleWrite();
  expect(await result).toBe(3);
  await vi.waitFor(() => expect(onIdle).toHaveBeenCalledOnce());
  worker.start(buildJob().job);
  vi.advanceTimersByTime(2 * GRACE_MS);
  expect(kill).not.toHaveBeenCalled();
});

test("a batch that the database's disk has no room for is refused in a sentence", async () => {
  const { worker, sent, say } = buildWorker();
  const { job, refuseWrite } = buildJob();
  say({ type: "ready" });
  worker.start(job);
  say({ type: "batch", batch: 1, rows: 7 });
  refuseWrite(Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" }));
  const message = "The disk of the project's database is full; what was written before is kept.";
  const refusal = { type: "refused", batch: 1, failure: { code: "unsupported", message } };
  await vi.waitFor(() => expect(sent).toContainEqual(refusal));
});

test("a worker that was told to die takes no other job while it does", () => {
  const { worker, say } = buildWorker();
  say({ type: "ready" });
  expect(worker.isIdle).toBe(true);
  worker.kill();
  expect(worker.isIdle).toBe(false);
});
