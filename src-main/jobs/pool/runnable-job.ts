/** @file A job whose types are known to its schemas alone, as a worker meets it behind a kind. */
import type { JobKind } from "../../../src-shared/domain/job";
import type { JobContext, JobDefinition } from "../job";

export interface RunnableJob {
  readonly kind: JobKind;
  /** Parses the input first. */
  readonly run: (input: unknown, context: JobContext<unknown>) => Promise<unknown>;
}

/** Loads a job's code when it is first asked for, so that an import does not load ONNX Runtime. */
export type JobRegistry = Readonly<Record<JobKind, () => Promise<RunnableJob>>>;

export function runnable<Input, Output, Batch>(job: JobDefinition<Input, Output, Batch>): RunnableJob {
  return { kind: job.kind, run: async (input, context) => job.run(job.input.parse(input), context) };
}
