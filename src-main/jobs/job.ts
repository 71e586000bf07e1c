/** @file A job as a value: what goes in, what comes out, what it writes on the way, and how it is computed. */
import type { z } from "zod";
import type { Failure } from "../../src-shared/domain/failure";
import type { JobKind } from "../../src-shared/domain/job";
import type { ReadableStore, WritableStore } from "../data/store/store";
import type { SessionFactory } from "./runtime/session";

/** Reported as often as a job likes; whoever watches sees a few a second. */
export interface ProgressReport {
  readonly done: number;
  /** Absent while the amount of work is not known. */
  readonly total?: number;
  readonly note: string;
  /** Of a job that knows them better than its pace does. */
  readonly perSecond?: number;
  readonly secondsLeft?: number;
}

export interface Logger {
  readonly info: (message: string, details?: object) => void;
  readonly warn: (message: string, details?: object) => void;
  readonly error: (message: string, details?: object) => void;
}

/** All that a job may act through; it has no other way to reach the world but the files that its input names. */
export interface JobContext<Batch> {
  /** The project's database, read only. */
  readonly store: ReadableStore;
  readonly sessions: SessionFactory;
  readonly report: (progress: ProgressReport) => void;
  /** Hands rows to the back end; resolves once they are written in one transaction. */
  readonly emit: (batch: Batch) => Promise<void>;
  /** Looked at in each turn of a loop. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** `run` is called in a worker process, `write` in the back end: one writer, whole batches. */
export interface JobDefinition<Input, Output, Batch> {
  readonly kind: JobKind;
  /** Never two of its kind at once, which would spoil each other's times. */
  readonly isOneAtATime?: true;
  /** What its worker keeps open for the next job that keeps the same: that one waits for this worker rather than open it
   * again in another, and takes this worker rather than one that never had it. */
  readonly keeps?: string;
  /** A worker that has done nothing yet: what an earlier job left in memory would hide what this one takes. */
  readonly needsFreshWorker?: true;
  /** How long it may say nothing. A native library that never returns can be told from one that works by its silence
   * alone, and stopped with its process alone. */
  readonly patience?: { readonly silenceMs: number; readonly failure: (input: Input) => Failure };
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
  readonly batch: z.ZodType<Batch>;
  readonly run: (input: Input, context: JobContext<Batch>) => Promise<Output>;
  /** Called inside a transaction. */
  readonly write: (store: WritableStore, batch: Batch) => Promise<void>;
}
