/** @file Runs a job in this process instead of a worker, for tests: the same schemas, batches and transactions. */
import type { Progress } from "../../../src-shared/domain/job";
import type { JobDefinition, Logger } from "../job";
import { ortSessions } from "../runtime/ort-sessions";
import { ProgressMeter } from "./progress-meter";
import type { ProjectOfJob } from "./pooled-job";
import { storeOfNoProject } from "./store-of-no-project";

export interface InlineOptions extends Partial<ProjectOfJob> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly log?: Logger;
}

const SILENT: Logger = { info: () => {}, warn: () => {}, error: () => {} };

export async function runJobInline<Input, Output, Batch>(
  job: JobDefinition<Input, Output, Batch>,
  input: Input,
  { store, signal, onProgress, log = SILENT }: InlineOptions,
): Promise<Output> {
  const meter = new ProgressMeter((progress) => onProgress?.(progress));
  const output = await job.run(job.input.parse(input), {
    store: store ?? storeOfNoProject(),
    sessions: ortSessions({ log }),
    report: meter.report,
    emit: async (rows) => {
      signal?.throwIfAborted();
      const batch = job.batch.parse(rows);
      await store?.transaction((writer) => job.write(writer, batch));
    },
    signal: signal ?? new AbortController().signal,
    log,
  });
  meter.flush();
  return job.output.parse(output);
}
