/** @file The back end's side of one worker process: hands it a job, writes its batches, tells how it ended. */
import { Failure, failureFrom } from "../../../src-shared/domain/failure";
import { refusalOfFullDisk } from "../../data/files/refusal-of-full-disk";
import type { Logger } from "../job";
import type { PooledJob } from "./pooled-job";
import type { WorkerProcess } from "./worker-process";
import { MessageFromWorker, type MessageToWorker } from "./worker-protocol";

export interface PoolWorkerOptions {
  readonly log: Logger;
  /** How long an aborted job may take to stop by itself. */
  readonly cancelGraceMs: number;
  readonly onIdle: () => void;
  readonly onEnded: () => void;
}

export class PoolWorker {
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  private job: PooledJob | undefined;
  private lastKept: string | undefined;
  private isReady = false;
  private hasEnded = false;
  private isDying = false;
  private writes: Promise<void> = Promise.resolve();
  private killTimer: NodeJS.Timeout | undefined;
  private silenceTimer: NodeJS.Timeout | undefined;
  private wasTooSilent = false;

  constructor(
    private readonly process: WorkerProcess,
    private readonly options: PoolWorkerOptions,
  ) {
    this.ended = new Promise((resolve) => {
      process.onExit((reason) => {
        this.end(reason);
        resolve();
      });
    });
    process.onMessage((message) => this.receive(message));
  }

  /** A worker that was told to die takes no job on the few milliseconds until it is gone. */
  get isIdle(): boolean {
    return this.job === undefined && !this.isDying && !this.hasEnded;
  }

  /** What it works on at present. */
  get current(): Pick<PooledJob, "kind" | "keeps"> | undefined {
    return this.job;
  }

  /** What its jobs so far left open for others that keep the same. */
  get kept(): string | undefined {
    return this.lastKept;
  }

  start(job: PooledJob): void {
    this.job = job;
    this.lastKept = job.keeps ?? this.lastKept;
    job.onCancel(() => this.abort());
    if (this.isReady) this.sendStart(job);
  }

  kill(): void {
    this.isDying = true;
    clearTimeout(this.killTimer);
    this.process.kill();
  }

  private abort(): void {
    if (this.isReady) this.send({ type: "abort" });
    this.killTimer = setTimeout(() => this.kill(), this.options.cancelGraceMs);
  }

  /** Begins to count a job's silence, from now on. */
  private listen(): void {
    clearTimeout(this.silenceTimer);
    if (!this.job?.patience) return;
    this.silenceTimer = setTimeout(() => {
      this.wasTooSilent = true;
      this.kill();
    }, this.job.patience.silenceMs);
  }

  private send(message: MessageToWorker): void {
    this.process.send(message);
  }

  private sendStart(job: PooledJob): void {
    // Cancelled while its worker was still starting.
    if (job.isCancelled) return void this.finish(() => job.fail(cancelled()));
    job.onStart();
    this.listen();
    const { kind, input, projectFolder } = job;
    this.send({ type: "start", kind, input, ...(projectFolder !== undefined && { projectFolder }) });
  }

  private receive(unparsed: unknown): void {
    const parsed = MessageFromWorker.safeParse(unparsed);
    if (parsed.success) return this.handle(parsed.data);
    this.options.log.error("A worker process sent a message that is not part of the protocol.", {
      issues: parsed.error.issues,
    });
    this.kill();
  }

  private handle(message: MessageFromWorker): void {
    if (this.job) this.listen();
    switch (message.type) {
      case "ready":
        this.isReady = true;
        if (this.job) this.sendStart(this.job);
        return;
      case "progress":
        this.job?.onProgress(message.progress);
        return;
      case "batch":
        this.write(message.batch, message.rows);
        return;
      case "log":
        this.options.log[message.level](message.message, message.details);
        return;
      case "done":
        void this.finish((job) => job.succeed(message.output));
        return;
      case "failed":
        void this.finish((job) => job.fail(new Failure(message.failure.code, message.failure.message)));
        return;
    }
  }

  /** Batches are written one after another, in the order in which they came. */
  private write(batch: number, rows: unknown): void {
    const { job } = this;
    if (!job) return;
    this.writes = this.writeAfter(this.writes, { job, batch, rows });
  }

  private async writeAfter(
    earlier: Promise<void>,
    { job, batch, rows }: { readonly job: PooledJob; readonly batch: number; readonly rows: unknown },
  ): Promise<void> {
    await earlier;
    try {
      await job.write(rows);
      this.send({ type: "written", batch });
    } catch (thrown) {
      this.options.log.error(`A batch of the job ${job.kind} could not be written.`, { error: thrown });
      const { code, message } = failureFrom(refusalOfFullDisk(thrown, DATABASE_DISK_IS_FULL));
      this.send({ type: "refused", batch, failure: { code, message } });
    }
  }

  /** A job ends after its last batch is written, however it ended: whoever resumes it reads whole batches. */
  private async finish(settle: (job: PooledJob) => void): Promise<void> {
    const { job } = this;
    clearTimeout(this.killTimer);
    clearTimeout(this.silenceTimer);
    await this.writes;
    // Again: the job may have been cancelled while its last batch was written, and must not take the next one with it.
    clearTimeout(this.killTimer);
    if (job) settle(job);
    this.job = undefined;
    if (!this.isDying && !this.hasEnded) this.options.onIdle();
  }

  private end(reason: string): void {
    this.hasEnded = true;
    if (this.job) this.options.log.error(`A worker process ended unexpectedly (${reason}).`, { job: this.job.kind });
    const tooSilent = this.wasTooSilent ? this.job?.patience?.failure() : undefined;
    void this.finish((job) => job.fail(tooSilent ?? endedUnexpectedly(job, reason)));
    this.options.onEnded();
  }
}

const DATABASE_DISK_IS_FULL = "The disk of the project's database is full; what was written before is kept.";

function endedUnexpectedly(job: PooledJob, reason: string): Failure {
  if (job.isCancelled) return cancelled();
  const sentence = `The worker process ended unexpectedly (${reason}) before its work was done; nothing written so far is lost.`;
  return new Failure("internal", sentence);
}

function cancelled(): Failure {
  return new Failure("cancelled", "The work was cancelled.");
}
