/** @file Runs jobs in worker processes: a queue in order, workers that are kept and reused, cancel, crash, close. */
import { Failure } from "../../../src-shared/domain/failure";
import type { JobDefinition, Logger } from "../job";
import { pooledJob, type PooledJob, type RunOptions } from "./pooled-job";
import { PoolWorker } from "./pool-worker";
import type { StartWorker } from "./worker-process";

export interface JobHandle<Output> {
  /** Rejects with a `Failure`: `cancelled`, the job's own, or `internal` when its worker died. */
  readonly result: Promise<Output>;
  readonly cancel: () => void;
}

export interface JobPoolOptions {
  readonly startWorker: StartWorker;
  readonly log: Logger;
  /** Two: one heavy job and a light one beside it. */
  readonly maxWorkers?: number;
  /** How long a cancelled job may take to stop by itself before its worker is ended. */
  readonly cancelGraceMs?: number;
  /** An idle worker is ended after this long: native libraries give memory back only then. */
  readonly idleMs?: number;
}

export interface PoolRunOptions extends RunOptions {
  readonly signal?: AbortSignal;
}

export class JobPool {
  private readonly queue: PooledJob[] = [];
  /** Each worker with the timer that retires it while it idles. */
  private readonly workers = new Map<PoolWorker, NodeJS.Timeout | undefined>();
  private readonly unfinished = new Set<PooledJob>();
  private readonly endings = new Set<Promise<unknown>>();
  private isClosed = false;

  constructor(private readonly options: JobPoolOptions) {}

  /** Queues a job. `projectFolder` and `store` may be absent only for a job that concerns the machine alone. */
  run<Input, Output, Batch>(
    definition: JobDefinition<Input, Output, Batch>,
    input: Input,
    { signal, ...options }: PoolRunOptions,
  ): JobHandle<Output> {
    if (this.isClosed) return refused(new Failure("cancelled", "Overread is closing and starts no more work."));
    const { job, result } = pooledJob(definition, input, options);
    const cancel = (): void => this.cancel(job);
    this.unfinished.add(job);
    this.queue.push(job);
    signal?.addEventListener("abort", cancel);
    this.watch(result, () => {
      this.unfinished.delete(job);
      signal?.removeEventListener("abort", cancel);
    });
    if (signal?.aborted) cancel();
    this.startNext();
    return { result, cancel };
  }

  /** Cancels everything and ends all workers; resolves when they are gone and every batch they sent is written. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const job of this.unfinished) this.cancel(job);
    for (const worker of this.workers.keys()) if (worker.isIdle) worker.kill();
    await Promise.all(this.endings);
  }

  private cancel(job: PooledJob): void {
    if (!this.unfinished.has(job)) return;
    job.cancel();
    const position = this.queue.indexOf(job);
    if (position < 0) return;
    this.queue.splice(position, 1);
    job.fail(new Failure("cancelled", "The work was cancelled before it began."));
  }

  private startNext(): void {
    for (;;) {
      const position = this.queue.findIndex((job) => !this.mustWait(job));
      if (position < 0) return;
      const worker = this.workerFor(this.queue[position]!);
      if (!worker) return;
      clearTimeout(this.workers.get(worker));
      worker.start(this.queue.splice(position, 1)[0]!);
    }
  }

  private mustWait({ isOneAtATime, kind, keeps }: PooledJob): boolean {
    return [...this.workers.keys()].some(
      ({ current }) =>
        current && ((isOneAtATime && current.kind === kind) || (keeps !== undefined && current.keeps === keeps)),
    );
  }

  /** Undefined while there is none; the end of a job or of a worker then looks again. */
  private workerFor({ needsFreshWorker, keeps }: PooledJob): PoolWorker | undefined {
    const idle = this.idleWorker(keeps);
    if (!needsFreshWorker) return idle ?? this.newWorker();
    const fresh = this.newWorker();
    if (!fresh) idle?.kill();
    return fresh;
  }

  private idleWorker(keeps: string | undefined): PoolWorker | undefined {
    const idle = [...this.workers.keys()].filter((worker) => worker.isIdle);
    return idle.find(({ kept }) => kept === keeps) ?? idle[0];
  }

  private newWorker(): PoolWorker | undefined {
    const { maxWorkers = 2, cancelGraceMs = 5_000, log, startWorker } = this.options;
    if (this.workers.size >= maxWorkers) return undefined;
    const worker: PoolWorker = new PoolWorker(startWorker(), {
      log,
      cancelGraceMs,
      onIdle: () => this.becomeIdle(worker),
      onEnded: () => {
        clearTimeout(this.workers.get(worker));
        this.workers.delete(worker);
        this.startNext();
      },
    });
    this.workers.set(worker, undefined);
    this.watch(worker.ended, () => {});
    return worker;
  }

  private becomeIdle(worker: PoolWorker): void {
    if (this.isClosed) return worker.kill();
    const retire = setTimeout(() => worker.kill(), this.options.idleMs ?? 120_000);
    retire.unref();
    this.workers.set(worker, retire);
    this.startNext();
  }

  /** Keeps a promise among those that `close` waits for, until it is settled either way. */
  private watch(promise: Promise<unknown>, onSettled: () => void): void {
    const ending: Promise<void> = promise.then(onSettled, onSettled).finally(() => this.endings.delete(ending));
    this.endings.add(ending);
  }
}

function refused(failure: Failure): JobHandle<never> {
  const result = Promise.reject(failure);
  // Whoever awaits the result still meets the rejection; only the warning about nobody listening is avoided.
  result.catch(() => {});
  return { result, cancel: () => {} };
}
