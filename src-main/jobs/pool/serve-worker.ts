/** @file The worker's side of the pool: one job at a time, asked for and answered over a port. */
import path from "node:path";
import { Failure, failureFrom } from "../../../src-shared/domain/failure";
import { openStoreForReading } from "../../data/store/store";
import type { Logger } from "../job";
import { ortSessions } from "../runtime/ort-sessions";
import { PROJECT_DATABASE } from "./project-files";
import { ProgressMeter } from "./progress-meter";
import type { JobRegistry } from "./runnable-job";
import { storeOfNoProject } from "./store-of-no-project";
import type { WorkerPort } from "./worker-port";
import { MessageToWorker, type MessageFromWorker, type WireFailure } from "./worker-protocol";

/** Answers the back end until the process ends. */
export function serveWorker(port: WorkerPort, jobs: JobRegistry): void {
  const worker = new ServingWorker(port, jobs);
  port.onMessage((message) => worker.receive(MessageToWorker.parse(message)));
  worker.send({ type: "ready" });
}

interface PendingBatch {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

class ServingWorker {
  private abort: AbortController | undefined;
  private readonly pending = new Map<number, PendingBatch>();
  private lastBatch = 0;

  constructor(
    private readonly port: WorkerPort,
    private readonly jobs: JobRegistry,
  ) {}

  send(message: MessageFromWorker): void {
    this.port.send(message);
  }

  receive(message: MessageToWorker): void {
    switch (message.type) {
      case "start":
        void this.work(message);
        return;
      case "abort":
        this.abort?.abort();
        return;
      case "written":
        this.settle(message.batch)?.resolve();
        return;
      case "refused":
        this.settle(message.batch)?.reject(new Failure(message.failure.code, message.failure.message));
        return;
    }
  }

  private settle(batch: number): PendingBatch | undefined {
    const pending = this.pending.get(batch);
    this.pending.delete(batch);
    return pending;
  }

  private async work(message: MessageToWorker & { type: "start" }): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    const log = this.logger();
    const meter = new ProgressMeter((progress) => this.send({ type: "progress", progress }));
    try {
      const output = await this.run(message, { signal: abort.signal, log, meter });
      meter.flush();
      this.send({ type: "done", output });
    } catch (thrown) {
      meter.flush();
      const failure = abort.signal.aborted ? new Failure("cancelled", "The work was cancelled.") : failureFrom(thrown);
      if (failure.code === "internal") log.error(`The job ${message.kind} failed.`, { error: thrown });
      this.send({ type: "failed", failure: wireFailure(failure) });
    } finally {
      this.abort = undefined;
      this.pending.clear();
    }
  }

  private async run(
    { kind, input, projectFolder }: MessageToWorker & { type: "start" },
    { signal, log, meter }: { signal: AbortSignal; log: Logger; meter: ProgressMeter },
  ): Promise<unknown> {
    const job = await this.jobs[kind]();
    const store =
      projectFolder === undefined
        ? storeOfNoProject()
        : await openStoreForReading(path.join(projectFolder, PROJECT_DATABASE));
    try {
      return await job.run(input, {
        store,
        sessions: ortSessions({ log }),
        report: meter.report,
        emit: async (rows) => this.emit(rows, signal),
        signal,
        log,
      });
    } finally {
      await store.close();
    }
  }

  private async emit(rows: unknown, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const batch = ++this.lastBatch;
    await new Promise<void>((resolve, reject) => {
      this.pending.set(batch, { resolve, reject });
      this.send({ type: "batch", batch, rows });
    });
  }

  private logger(): Logger {
    const at =
      (level: "info" | "warn" | "error") =>
      (message: string, details?: object): void =>
        this.send({ type: "log", level, message, ...(details && { details: plainDetails(details) }) });
    return { info: at("info"), warn: at("warn"), error: at("error") };
  }
}

function wireFailure({ code, message }: Failure): WireFailure {
  return { code, message };
}

/** Errors lose their stack in some hosts' messages, and functions cannot cross at all. */
function plainDetails(details: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(details, plainValue)) as Record<string, unknown>;
}

function plainValue(_key: string, value: unknown): unknown {
  if (value instanceof Error) {
    return { name: value.name, message: value.message, stack: value.stack, cause: value.cause };
  }
  return typeof value === "bigint" ? value.toString() : value;
}
