/** @file What the services know of a kind of job beyond how it computes: what its progress and its end mean. */
import type { ApplicationEvent } from "../../../src-shared/contract/application";
import type { Progress } from "../../../src-shared/domain/job";
import type { JobDefinition } from "../../jobs/job";
import type { JobHandle, JobPool, PoolRunOptions } from "../../jobs/pool/job-pool";
import type { OpenProject } from "../projects/open-project";

/** `closed`: its project closed, or its program ended, before the job had. */
export type JobStop = "cancelled" | "failed" | "closed";

/** One of a kind's jobs with its types; `Input` is what the journal keeps. */
interface TypedJob<Input, Output, Batch> {
  readonly definition: JobDefinition<Input, Output, Batch>;
  /** Called before the job is queued, the first time and each time it goes on; answers with the input as it holds
   * now, for the project's folder may have moved since the journal was written. */
  readonly prepare?: (project: OpenProject, input: Input) => Promise<Input>;
  /** Events that tell panels to ask again while the job writes. */
  readonly eventsWhileRunning?: (input: Input) => readonly ApplicationEvent[];
  /** Writes down what the end means and answers one line for the list of jobs. */
  readonly onDone: (project: OpenProject, input: Input, output: Output) => Promise<string>;
  readonly onStopped?: (
    project: OpenProject,
    input: Input,
    how: JobStop,
    /** Why it did not get done, unless a person cancelled it. */
    message?: string,
  ) => Promise<void>;
}

/** The same with its types behind the definition's schemas, for a table of all kinds. */
export interface JobType {
  readonly start: (pool: JobPool, input: unknown, options: PoolRunOptions) => JobHandle<unknown>;
  readonly prepare: (project: OpenProject, input: unknown) => Promise<unknown>;
  readonly eventsWhileRunning: (input: unknown) => readonly ApplicationEvent[];
  readonly onDone: (project: OpenProject, input: unknown, output: unknown) => Promise<string>;
  readonly onStopped: (project: OpenProject, input: unknown, how: JobStop, message?: string) => Promise<void>;
}

export const NO_PROGRESS: Progress = { done: 0, note: "starting" };

export function jobType<Input, Output, Batch>(typed: TypedJob<Input, Output, Batch>): JobType {
  const { definition } = typed;
  return {
    start: (pool, input, options) => pool.run(definition, definition.input.parse(input), options),
    prepare: async (project, input) => {
      const parsed = definition.input.parse(input);
      return typed.prepare ? typed.prepare(project, parsed) : parsed;
    },
    eventsWhileRunning: (input) => typed.eventsWhileRunning?.(definition.input.parse(input)) ?? [],
    onDone: (project, input, output) =>
      typed.onDone(project, definition.input.parse(input), definition.output.parse(output)),
    onStopped: async (project, input, how, message) =>
      typed.onStopped?.(project, definition.input.parse(input), how, message),
  };
}
