/** @file Starts a job and stays with it to its end, showing progress and passing on Ctrl-C. */
import type { ApplicationEvent } from "../../../src-shared/contract/application";
import { Failure } from "../../../src-shared/domain/failure";
import type { JobId } from "../../../src-shared/domain/identifiers";
import type { Job } from "../../../src-shared/domain/job";
import { unreachable } from "../../../src-shared/domain/unreachable";
import type { CommandClient } from "./command-context";
import { ProgressLine } from "./progress-line";
import type { Terminal } from "./terminal";

export interface Following {
  readonly client: CommandClient;
  readonly terminal: Terminal;
  /** What an interruption asks for where the job would rather not be cancelled. */
  readonly interrupt?: (jobId: JobId) => Promise<unknown>;
  /** Lines that an event is worth beside the job's own progress. */
  readonly news?: (event: ApplicationEvent) => Promise<readonly string[]>;
}

/** Answers with what `start` answered once its job is done; `start` may find that there is nothing to follow.
 * @throws {Failure} `cancelled` or with the reason of a job that did not get done. */
export async function followJob<Started extends { readonly jobId: JobId } | undefined>(
  following: Following,
  start: () => Promise<Started>,
): Promise<Started> {
  const { client, terminal } = following;
  // Listening begins before the job does, so that not even the shortest one ends unheard.
  const events = await client.application.events(undefined);
  try {
    if (terminal.interrupted.aborted) throw new Failure("cancelled", "Nothing was started.");
    const started = await start();
    if (started) {
      await passOnInterruption(following, started.jobId, () => watch(events, started.jobId, following));
    }
    return started;
  } finally {
    await events.return?.(undefined);
  }
}

/** Waits for the jobs that the end of another one queued, such as the evaluation of a run. */
export async function followQueued(following: Following): Promise<void> {
  const findNext = async (): Promise<{ readonly jobId: JobId } | undefined> => {
    const jobs = await following.client.jobs.list();
    const next = jobs.find(({ current }) => current.state === "queued" || current.state === "running");
    return next && { jobId: next.id };
  };
  while (await followJob(following, findNext)) continue;
}

async function passOnInterruption(
  { client, terminal: { interrupted }, interrupt = (id) => client.jobs.cancel({ jobId: id }) }: Following,
  jobId: JobId,
  watchJob: () => Promise<void>,
): Promise<void> {
  let cancelling: Promise<unknown> | undefined;
  const cancel = (): void => {
    cancelling = interrupt(jobId);
    // Thrown below, where it is waited for, and not before the job has been seen to its end.
    cancelling.catch(() => undefined);
  };
  interrupted.addEventListener("abort", cancel, { once: true });
  if (interrupted.aborted) cancel();
  try {
    await watchJob();
  } finally {
    interrupted.removeEventListener("abort", cancel);
    await cancelling;
  }
}

async function watch(
  events: AsyncIterable<ApplicationEvent>,
  jobId: JobId,
  { terminal, news }: Following,
): Promise<void> {
  const line = new ProgressLine(terminal);
  for await (const event of events) {
    for (const told of (await news?.(event)) ?? []) line.end(told);
    if (event.kind === "job-changed" && event.job.id === jobId && isEnd(event.job, line)) return;
  }
}

function isEnd({ title, kind, current }: Job, line: ProgressLine): boolean {
  switch (current.state) {
    case "queued":
      return false;
    case "running":
      line.show(title, current.progress, kind);
      return false;
    case "done":
      line.end(`${title}: ${current.summary}`);
      return true;
    case "cancelled":
      line.end(`${title}: cancelled`);
      throw new Failure("cancelled", `${title} was cancelled.`);
    case "failed":
      line.end(`${title}: failed`);
      throw new Failure("unsupported", current.message);
    default:
      return unreachable(current);
  }
}
