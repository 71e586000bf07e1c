/** @file One job on its way through the pool, from the queue to its result. */
import { Failure, failureFrom } from "../../../src-shared/domain/failure";
import type { JobKind, Progress } from "../../../src-shared/domain/job";
import type { WritableStore } from "../../data/store/store";
import type { JobDefinition } from "../job";

export interface ProjectOfJob {
  readonly projectFolder: string;
  readonly store: WritableStore;
}

export interface RunOptions extends Partial<ProjectOfJob> {
  readonly onStart?: () => void;
  readonly onProgress?: (progress: Progress) => void;
}

/** What the pool and its workers need of a job, its types hidden behind its schemas. */
export interface PooledJob {
  readonly kind: JobKind;
  readonly isOneAtATime: boolean;
  readonly keeps: string | undefined;
  readonly needsFreshWorker: boolean;
  /** Undefined: it may be silent for as long as it likes. */
  readonly patience: { readonly silenceMs: number; readonly failure: () => Failure } | undefined;
  readonly input: unknown;
  readonly projectFolder: string | undefined;
  readonly isCancelled: boolean;
  readonly onStart: () => void;
  readonly onProgress: (progress: Progress) => void;
  /** Called when the job is cancelled while it runs, once. */
  readonly onCancel: (listener: () => void) => void;
  readonly write: (rows: unknown) => Promise<void>;
  readonly succeed: (output: unknown) => void;
  readonly fail: (failure: Failure) => void;
  /** Marks the job as cancelled and tells the worker that runs it, if one does. */
  readonly cancel: () => void;
}

/** A job to queue with the promise of its result. */
export function pooledJob<Input, Output, Batch>(
  definition: JobDefinition<Input, Output, Batch>,
  input: Input,
  options: RunOptions,
): { readonly job: PooledJob; readonly result: Promise<Output> } {
  let settle: { readonly resolve: (output: Output) => void; readonly reject: (failure: Failure) => void };
  const result = new Promise<Output>((resolve, reject) => {
    settle = { resolve, reject };
  });
  let isCancelled = false;
  let tellWorker: (() => void) | undefined;
  const { patience } = definition;
  const job: PooledJob = {
    kind: definition.kind,
    isOneAtATime: definition.isOneAtATime ?? false,
    keeps: definition.keeps,
    needsFreshWorker: definition.needsFreshWorker ?? false,
    patience: patience && { ...patience, failure: () => patience.failure(input) },
    input,
    projectFolder: options.projectFolder,
    get isCancelled() {
      return isCancelled;
    },
    onStart: () => options.onStart?.(),
    onProgress: (progress) => options.onProgress?.(progress),
    onCancel: (listener) => {
      tellWorker = listener;
    },
    write: async (rows) => {
      if (!options.store) throw new Failure("internal", `The job ${definition.kind} has no project to write to.`);
      const batch = definition.batch.parse(rows);
      await options.store.transaction((store) => definition.write(store, batch));
    },
    succeed: (output) => {
      const parsed = definition.output.safeParse(output);
      if (parsed.success) settle.resolve(parsed.data);
      else settle.reject(failureFrom(parsed.error));
    },
    fail: (failure) => settle.reject(failure),
    cancel: () => {
      if (isCancelled) return;
      isCancelled = true;
      tellWorker?.();
    },
  };
  return { job, result };
}
