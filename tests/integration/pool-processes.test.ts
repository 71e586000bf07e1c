/** @file The pool with real child processes: order, reuse, crashes, cancelling, back pressure, resuming, closing. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openStore, type WritableStore } from "../../src-main/data/store/store";
import { forkWorker } from "../../src-main/jobs/pool/fork-worker";
import { JobPool, type JobPoolOptions } from "../../src-main/jobs/pool/job-pool";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import type { WorkerProcess } from "../../src-main/jobs/pool/worker-process";
import { Failure } from "../../src-shared/domain/failure";
import type { Progress } from "../../src-shared/domain/job";
import { buildWorker, type BuiltWorker } from "../builders/build-worker";
import { fixtureJob } from "../fixtures/workers/fixture-job";

let built: BuiltWorker;
let projectFolder: string;
let store: WritableStore;
let pool: JobPool | undefined;
const logged: string[] = [];

beforeAll(async () => {
  built = await buildWorker("tests/fixtures/workers/fixture-worker.ts");
});
afterAll(async () => built.remove());

beforeEach(async () => {
  projectFolder = await mkdtemp(path.join(tmpdir(), "overread-pool-"));
  store = await openStore(path.join(projectFolder, "overread.sqlite"));
  logged.length = 0;
});
afterEach(async () => {
  await pool?.close();
  pool = undefined;
  await store.close();
  await rm(projectFolder, { recursive: true, force: true });
});

function note(message: string, details?: object): void {
  logged.push(`${message} ${JSON.stringify(details ?? {})}`);
}
const log = { info: note, warn: note, error: note };

function startWorker(file = built.file): WorkerProcess {
  return forkWorker(file, log);
}

function buildPool(options: Partial<JobPoolOptions> = {}): JobPool {
  pool = new JobPool({
    startWorker,
    log,
    maxWorkers: 1,
    // Far longer than a job that hears the cancel needs, on however busy a machine.
    cancelGraceMs: 60_000,
    ...options,
  });
  return pool;
}

type FixtureInput = Parameters<typeof fixtureJob.run>[0];

function run(input: FixtureInput, options: { onProgress?: (progress: Progress) => void; onStart?: () => void } = {}) {
  return (pool ?? buildPool()).run(fixtureJob, input, { projectFolder, store, ...options });
}

async function patients(): Promise<readonly string[]> {
  const rows = await store.database.selectFrom("patients").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

test("a job answers, and the worker is kept for the next one", async () => {
  expect(await run({ behaviour: "answer", value: 7 }).result).toBe(7);
  const first = await run({ behaviour: "process-id" }).result;
  expect(await run({ behaviour: "process-id" }).result).toBe(first);
  expect(first).not.toBe(process.pid);
});

test("jobs beyond the number of workers wait and start in the order in which they came", async () => {
  const started: number[] = [];
  const handles = [1, 2, 3].map((value) => run({ behaviour: "answer", value }, { onStart: () => started.push(value) }));
  expect(await Promise.all(handles.map(({ result }) => result))).toEqual([1, 2, 3]);
  expect(started).toEqual([1, 2, 3]);
});

test("two workers run two jobs side by side", async () => {
  buildPool({ maxWorkers: 2 });
  const waiting = run({ behaviour: "wait-for-abort" });
  expect(await run({ behaviour: "answer", value: 3 }).result).toBe(3);
  waiting.cancel();
  await expect(waiting.result).rejects.toMatchObject({ code: "cancelled" });
});

test("a job that is one at a time waits for the other of its kind, and lets others pass", async () => {
  const twoWorkers = buildPool({ maxWorkers: 2 });
  const alone = { ...fixtureJob, kind: "benchmark-model", isOneAtATime: true } as const;
  const started: string[] = [];
  const start = (name: string, definition: typeof fixtureJob, input: FixtureInput) =>
    twoWorkers.run(definition, input, { projectFolder, store, onStart: () => started.push(name) });
  const first = start("first", alone, { behaviour: "wait-for-abort" });
  const second = start("second", alone, { behaviour: "answer", value: 2 });
  const passing = start("passing", fixtureJob, { behaviour: "answer", value: 3 });

  expect(await passing.result).toBe(3);
  expect(started).not.toContain("second");
  first.cancel();
  await expect(first.result).rejects.toMatchObject({ code: "cancelled" });
  expect(await second.result).toBe(2);
});

test("jobs that keep the same wait for its worker and come back to it, while others take another", async () => {
  const twoWorkers = buildPool({ maxWorkers: 2 });
  const keeping = { ...fixtureJob, keeps: "a model" };
  const start = (definition: typeof keeping | typeof fixtureJob, input: FixtureInput) =>
    twoWorkers.run(definition, input, { projectFolder, store });
  const other = start(fixtureJob, { behaviour: "wait-for-abort" });
  const holder = await start(keeping, { behaviour: "process-id" }).result;
  const superseded = start(keeping, { behaviour: "wait-for-abort" });
  const next = start(keeping, { behaviour: "process-id" });
  other.cancel();
  await expect(other.result).rejects.toMatchObject({ code: "cancelled" });
  const elsewhere = await start(fixtureJob, { behaviour: "process-id" }).result;

  superseded.cancel();
  await expect(superseded.result).rejects.toMatchObject({ code: "cancelled" });
  expect(await next.result).toBe(holder);
  expect(elsewhere).not.toBe(holder);
  expect(await start(fixtureJob, { behaviour: "process-id" }).result).toBe(elsewhere);
});

test("a job that needs a fresh worker takes the place of an idle one", async () => {
  const oneWorker = buildPool({ maxWorkers: 1 });
  const before = await run({ behaviour: "process-id" }).result;
  const fresh = oneWorker.run(
    { ...fixtureJob, needsFreshWorker: true },
    { behaviour: "process-id" },
    { projectFolder, store },
  );
  const own = await fresh.result;
  expect(own).not.toBe(before);
  expect(await run({ behaviour: "process-id" }).result).toBe(own);
});

test("a native crash fails its job with the signal, keeps whole batches, and the next job gets a new worker", async () => {
  const before = await run({ behaviour: "process-id" }).result;
  await expect(run({ behaviour: "crash", afterBatches: 2 }).result).rejects.toMatchObject({
    code: "internal",
    message: expect.stringMatching(/^The worker process ended unexpectedly \(SIGABRT/) as string,
  });
  expect(await patients()).toEqual(["patient 0", "patient 1"]);
  await vi.waitFor(() => expect(logged.join("\n")).toContain("Native stack trace"));
  expect(await run({ behaviour: "process-id" }).result).not.toBe(before);
});

test("a job that is silent beyond its patience is stopped with its own sentence, and the next one runs", async () => {
  const patient = buildPool();
  const failure = ({ behaviour }: FixtureInput) => new Failure("unsupported", `The job ${behaviour} never answered.`);
  const impatient = { ...fixtureJob, patience: { silenceMs: 2000, failure } };
  const hanging = patient.run(impatient, { behaviour: "hang" }, { projectFolder, store });
  await expect(hanging.result).rejects.toMatchObject({
    code: "unsupported",
    message: "The job hang never answered.",
  });
  const talking = patient.run(impatient, { behaviour: "report", count: 1200 }, { projectFolder, store });
  expect(await talking.result).toBe(1200);
});

test("a worker that leaves of its own accord fails its job with the exit code", async () => {
  await expect(run({ behaviour: "exit", code: 3 }).result).rejects.toThrow("ended unexpectedly (exit code 3)");
});

test("a worker that cannot be started fails its job", async () => {
  buildPool({ startWorker: () => startWorker(path.join(projectFolder, "nowhere.mjs")) });
  await expect(run({ behaviour: "answer", value: 1 }).result).rejects.toThrow("ended unexpectedly (exit code 1)");
});

test("a cancelled job stops by itself and its worker is kept", async () => {
  const before = await run({ behaviour: "process-id" }).result;
  const waiting = run({ behaviour: "wait-for-abort" }, { onProgress: () => waiting.cancel() });
  await expect(waiting.result).rejects.toMatchObject({ code: "cancelled" });
  expect(await run({ behaviour: "process-id" }).result).toBe(before);
});

test("a job that does not hear the cancel is ended with its worker after the grace period", async () => {
  buildPool({ cancelGraceMs: 300 });
  const before = await run({ behaviour: "process-id" }).result;
  const hanging = run({ behaviour: "hang" }, { onProgress: () => hanging.cancel() });
  await expect(hanging.result).rejects.toMatchObject({ code: "cancelled" });
  expect(await run({ behaviour: "process-id" }).result).not.toBe(before);
});

test("a job that is cancelled in the queue never starts", async () => {
  const started: string[] = [];
  const first = run({ behaviour: "wait-for-abort" }, { onProgress: () => second.cancel() });
  const second = run({ behaviour: "answer", value: 2 }, { onStart: () => started.push("second") });
  await expect(second.result).rejects.toMatchObject({ code: "cancelled" });
  first.cancel();
  await expect(first.result).rejects.toMatchObject({ code: "cancelled" });
  expect(started).toEqual([]);
});

test("a job that is cancelled while its worker starts never starts", async () => {
  const started: string[] = [];
  const handle = run({ behaviour: "answer", value: 2 }, { onStart: () => started.push("it") });
  handle.cancel();
  await expect(handle.result).rejects.toMatchObject({ code: "cancelled" });
  expect(started).toEqual([]);
  expect(await run({ behaviour: "answer", value: 4 }).result).toBe(4);
});

test("an abort signal cancels the job", async () => {
  const abort = new AbortController();
  const handle = buildPool().run(
    fixtureJob,
    { behaviour: "wait-for-abort" },
    { projectFolder, store, signal: abort.signal, onProgress: () => abort.abort() },
  );
  await expect(handle.result).rejects.toMatchObject({ code: "cancelled" });
});

test("a failure crosses with its code and sentence", async () => {
  await expect(run({ behaviour: "fail" }).result).rejects.toMatchObject({
    name: "Failure",
    code: "not-found",
    message: "The file lies elsewhere.",
  });
});

test("an unexpected error is told to the log with its stack, and to the caller without", async () => {
  const error = await run({ behaviour: "throw" }).result.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "internal" });
  expect(String(error)).not.toContain("secret detail");
  expect(logged.join("\n")).toMatch(/secret detail.*at behave/s);
});

test("an answer that does not fit the job's schema is not passed on", async () => {
  await expect(run({ behaviour: "wrong-output" }).result).rejects.toMatchObject({ code: "internal" });
});

test("emit resolves once its rows stand in the database, and batches keep their order", async () => {
  expect(await run({ behaviour: "patients", count: 5 }).result).toBe(0);
  expect(await patients()).toEqual([0, 1, 2, 3, 4].map((index) => `patient 00${index}`));
  expect(logged).toEqual([1, 2, 3, 4, 5].map((count) => `after batch ${count} the database has ${count} rows {}`));
});

test("after a crash a job goes on behind its last whole batch", async () => {
  await expect(run({ behaviour: "patients", count: 6, crashAfter: 4 }).result).rejects.toThrow("ended unexpectedly");
  expect(await run({ behaviour: "patients", count: 6 }).result).toBe(4);
  expect(await patients()).toHaveLength(6);
});

test("a batch that does not fit its schema fails the job and writes nothing", async () => {
  await expect(run({ behaviour: "invalid-batch" }).result).rejects.toMatchObject({ code: "internal" });
  expect(await patients()).toEqual([]);
});

test("a worker cannot write to the database by itself", async () => {
  await expect(run({ behaviour: "write-to-store" }).result).rejects.toMatchObject({ code: "internal" });
  expect(logged.join("\n")).toContain("readonly");
  expect(await patients()).toEqual([]);
});

test("progress comes a few times a second, the last report always", async () => {
  const seen: Progress[] = [];
  const startMs = performance.now();
  await run({ behaviour: "report", count: 1000 }, { onProgress: (progress) => seen.push(progress) }).result;
  const seconds = (performance.now() - startMs) / 1000;
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.length).toBeLessThanOrEqual(seconds * 5 + 2);
  expect(seen.at(-1)).toMatchObject({ done: 1000, total: 1000, note: "item 1000", secondsLeft: 0 });
  expect(seen.at(-1)!.perSecond).toBeGreaterThan(0);
});

test("what a worker logs reaches the log of the back end", async () => {
  await run({ behaviour: "log" }).result;
  expect(logged[0]).toMatch(/^Something is odd\. .*"a\.dcm".*"inner"/);
});

test("an idle worker is retired, and a later job gets a new one", async () => {
  const processes: WorkerProcess[] = [];
  let exits = 0;
  buildPool({
    idleMs: 50,
    startWorker: () => {
      const process = startWorker();
      process.onExit(() => exits++);
      processes.push(process);
      return process;
    },
  });
  await run({ behaviour: "answer", value: 1 }).result;
  await vi.waitFor(() => expect(exits).toBe(1), { timeout: 10_000 });
  expect(await run({ behaviour: "answer", value: 2 }).result).toBe(2);
  expect(processes).toHaveLength(2);
});

test("closing ends every worker, running or not, and takes no more work", async () => {
  let running = 0;
  buildPool({
    maxWorkers: 2,
    startWorker: () => {
      const process = startWorker();
      running++;
      process.onExit(() => running--);
      return process;
    },
  });
  const seen: Progress[] = [];
  const waiting = run({ behaviour: "wait-for-abort" }, { onProgress: (progress) => seen.push(progress) });
  await run({ behaviour: "answer", value: 1 }).result;
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  await Promise.all([expect(waiting.result).rejects.toMatchObject({ code: "cancelled" }), pool!.close()]);
  expect(running).toBe(0);
  await expect(run({ behaviour: "answer", value: 1 }).result).rejects.toMatchObject({ code: "cancelled" });
});

test("a worker whose parent is gone ends", async () => {
  const parent = await buildWorker("tests/fixtures/workers/fixture-parent.ts");
  const lastWords = path.join(projectFolder, "ended.txt");
  try {
    await new Promise((resolve) => execFile(process.execPath, [parent.file, built.file, lastWords], resolve));
    await vi.waitFor(() => expect(existsSync(lastWords)).toBe(true), { timeout: 10_000 });
  } finally {
    await parent.remove();
  }
});

test("a job without a project runs, and one that asks for a database then fails", async () => {
  expect(await buildPool().run(fixtureJob, { behaviour: "answer", value: 9 }, {}).result).toBe(9);
  await expect(pool!.run(fixtureJob, { behaviour: "patients", count: 1 }, {}).result).rejects.toMatchObject({
    code: "internal",
  });
});

test("run inline, the same job writes the same batches", async () => {
  const seen: Progress[] = [];
  await runJobInline(fixtureJob, { behaviour: "patients", count: 3 }, { store, projectFolder });
  await runJobInline(
    fixtureJob,
    { behaviour: "report", count: 3 },
    { store, projectFolder, onProgress: (p) => seen.push(p) },
  );
  expect(await patients()).toHaveLength(3);
  expect(seen.at(-1)).toMatchObject({ done: 3, total: 3 });
});
