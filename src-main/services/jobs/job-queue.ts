/** @file The jobs of the open project: queued, watched, stopped and kept in its journal across restarts. */
import { randomUUID } from "node:crypto";
import { Failure, failureFrom } from "../../../src-shared/domain/failure";
import { JobId } from "../../../src-shared/domain/identifiers";
import { JOB_KINDS, type Job, type JobKind, type JobState, type Progress } from "../../../src-shared/domain/job";
import { deleteEndedJobs, insertJob, listJobs, readJob, updateJob, type JobRecord } from "../../data/store/jobs";
import type { Logger } from "../../jobs/job";
import type { JobPool } from "../../jobs/pool/job-pool";
import type { EventBus } from "../event-bus";
import type { OpenProject } from "../projects/open-project";
import { NO_PROGRESS, type JobType } from "./job-type";

const CLOSED_WHILE_RUNNING = "Overread was closed while it ran.";
/** Progress reaches clients at most this often for each job. */
const PROGRESS_INTERVAL_MS = 200;
/** A panel that lists what a job writes need not be told more often than a person looks. */
const CONTENT_INTERVAL_MS = 1000;

export interface JobRequest {
  readonly kind: JobKind;
  /** What it works on, in a person's words. */
  readonly title: string;
  readonly input: unknown;
  readonly subject?: string;
}

export interface JobQueueOptions {
  readonly pool: JobPool;
  readonly events: EventBus;
  readonly log: Logger;
  /** Asked for late: what a job's end means may be to queue another one. */
  readonly typeOf: (kind: JobKind) => JobType;
}

/** A job between its queueing and its end. */
interface LiveJob {
  readonly project: OpenProject;
  record: JobRecord;
  readonly stop: AbortController;
  isProjectClosing: boolean;
  readonly ended: Promise<Job>;
}

export class JobQueue {
  private readonly live = new Map<JobId, LiveJob>();

  constructor(private readonly options: JobQueueOptions) {}

  /** Queues a job of the project and answers at once. */
  async start(project: OpenProject, request: JobRequest): Promise<JobId> {
    const record: JobRecord = {
      ...request,
      id: JobId.parse(randomUUID()),
      state: { state: "queued" },
      createdAt: new Date().toISOString(),
    };
    await insertJob(project.store, record);
    await this.enqueue(project, record);
    return record.id;
  }

  /** @throws {Failure} `not-found`; `conflict` when the job has not stopped or has nothing left to do. */
  async resume(project: OpenProject, jobId: JobId): Promise<void> {
    const record = await this.require(project, jobId);
    // Looked up after the wait: a second request for the same job may have been quicker.
    const { title, state } = this.live.get(jobId)?.record ?? record;
    if (!canResume({ state })) {
      throw new Failure("conflict", `The job “${title}” is ${state.state}; only a stopped one can go on.`);
    }
    await this.enqueue(project, { ...withoutEnd(record), state: { state: "queued" } });
  }

  /** Asks a job to stop; a job that has ended already stays as it is.
   * @throws {Failure} `not-found` */
  async cancel(project: OpenProject, jobId: JobId): Promise<void> {
    const live = this.live.get(jobId);
    if (live) live.stop.abort();
    else await this.require(project, jobId);
  }

  /** The end of a job; at once when it has ended already. */
  async ended(project: OpenProject, jobId: JobId): Promise<Job> {
    const live = this.live.get(jobId);
    return live ? live.ended : describeJob(await this.require(project, jobId));
  }

  /** The newest first. */
  async list(project: OpenProject): Promise<Job[]> {
    const records = await listJobs(project.store);
    return records.map((record) => describeJob(this.live.get(record.id)?.record ?? record));
  }

  /** The newest job of a kind that makes a subject. */
  async findBySubject(project: OpenProject, kind: JobKind, subject: string): Promise<Job | undefined> {
    return (await this.list(project)).find((job) => job.kind === kind && job.subject === subject);
  }

  clearEnded(project: OpenProject): Promise<void> {
    return deleteEndedJobs(project.store);
  }

  /** Cancels the unfinished jobs about a subject, of all kinds unless told, and waits until they have stopped. */
  async stopAbout(project: OpenProject, subject: string, kinds: readonly JobKind[] = JOB_KINDS): Promise<void> {
    const about = [...this.live.values()].filter(
      (job) => job.project === project && job.record.subject === subject && kinds.includes(job.record.kind),
    );
    for (const job of about) job.stop.abort();
    await Promise.all(about.map((job) => job.ended));
  }

  /** Jobs that a program left behind when it ended have failed. */
  async recoverLeftovers(project: OpenProject): Promise<void> {
    for (const record of await listJobs(project.store)) {
      if (isEnded(record.state)) continue;
      await updateJob(project.store, record.id, failedNow(CLOSED_WHILE_RUNNING));
      await this.options.typeOf(record.kind).onStopped(project, record.input, "closed", CLOSED_WHILE_RUNNING);
    }
  }

  /** Stops all jobs of a project that is about to close and waits until their last batches are written. */
  async stopAll(project: OpenProject): Promise<void> {
    // The end of one job may queue another, so that one look is not enough.
    for (;;) {
      const ofProject = [...this.live.values()].filter((job) => job.project === project);
      if (ofProject.length === 0) return;
      for (const job of ofProject) {
        job.isProjectClosing = true;
        job.stop.abort();
      }
      await Promise.all(ofProject.map((job) => job.ended));
    }
  }

  private async enqueue(project: OpenProject, record: JobRecord): Promise<void> {
    let resolve!: (job: Job) => void;
    const ended = new Promise<Job>((settle) => (resolve = settle));
    const live: LiveJob = { project, record, stop: new AbortController(), isProjectClosing: false, ended };
    this.live.set(record.id, live);
    const type = this.options.typeOf(record.kind);
    try {
      await this.change(live, record.state);
      const input = await type.prepare(project, record.input);
      const handle = type.start(this.options.pool, input, {
        projectFolder: project.folder,
        store: project.store,
        signal: live.stop.signal,
        onStart: () => this.progress(live, NO_PROGRESS),
        onProgress: (progress) => this.progress(live, progress),
      });
      void this.follow(live, handle.result).then(resolve);
    } catch (error) {
      resolve(await this.finish(live, this.stateOfError(live, error)));
      throw error;
    }
  }

  private async follow(live: LiveJob, result: Promise<unknown>): Promise<Job> {
    const { record, project } = live;
    const type = this.options.typeOf(record.kind);
    try {
      const summary = await type.onDone(project, record.input, await result);
      return await this.finish(live, { state: "done", summary });
    } catch (error) {
      const state = this.stateOfError(live, error);
      const stopped = state.state === "cancelled" ? "cancelled" : "failed";
      const how = live.isProjectClosing ? "closed" : stopped;
      const message = state.state === "failed" ? state.message : undefined;
      await type
        .onStopped(project, record.input, how, message)
        .catch((cause: unknown) => this.logUnforeseen(record, cause));
      return this.finish(live, state);
    }
  }

  private stateOfError({ record, isProjectClosing }: LiveJob, error: unknown): JobState {
    const failure = failureFrom(error);
    const isCancelled = failure.code === "cancelled";
    if (!isCancelled) this.logUnforeseen(record, error);
    // What a job meets while its project closes under it is no fault of its own: it can go on.
    if (isProjectClosing) return { state: "failed", message: CLOSED_WHILE_RUNNING };
    return isCancelled ? { state: "cancelled" } : { state: "failed", message: failure.message };
  }

  private logUnforeseen(record: JobRecord, error: unknown): void {
    this.options.log.error(`The job “${record.title}” failed.`, { kind: record.kind, job: record.id, error });
  }

  private progress(live: LiveJob, progress: Progress): void {
    if (!this.live.has(live.record.id)) return;
    const isFirst = live.record.state.state !== "running";
    live.record = { ...live.record, state: { state: "running", progress } };
    const job = describeJob(live.record);
    this.options.events.publishThrottled(`job ${job.id}`, PROGRESS_INTERVAL_MS, { kind: "job-changed", job });
    if (isFirst) return;
    for (const event of this.options.typeOf(job.kind).eventsWhileRunning(live.record.input)) {
      this.options.events.publishThrottled(`content ${JSON.stringify(event)}`, CONTENT_INTERVAL_MS, event);
    }
  }

  /** The journal first: who hears that a job has ended finds it so. */
  private async finish(live: LiveJob, state: JobState): Promise<Job> {
    const endedAt = new Date().toISOString();
    live.record = { ...live.record, state, endedAt };
    this.live.delete(live.record.id);
    try {
      await updateJob(live.project.store, live.record.id, { state, endedAt });
    } catch (error) {
      // The next start of the project finds the job unfinished and marks it so; the application goes on.
      this.logUnforeseen(live.record, error);
    }
    const job = describeJob(live.record);
    this.options.events.publishLast(`job ${job.id}`, { kind: "job-changed", job });
    return job;
  }

  private async change(live: LiveJob, state: JobState): Promise<void> {
    await updateJob(live.project.store, live.record.id, { state, endedAt: null });
    this.options.events.publishLast(`job ${live.record.id}`, { kind: "job-changed", job: describeJob(live.record) });
  }

  private async require(project: OpenProject, jobId: JobId): Promise<JobRecord> {
    const record = this.live.get(jobId)?.record ?? (await readJob(project.store, jobId));
    if (!record) throw new Failure("not-found", `The project ${project.name} has no job ${jobId}.`);
    return record;
  }
}

function describeJob(record: JobRecord): Job {
  const { id, kind, title, createdAt, endedAt, subject, state } = record;
  return {
    id,
    kind,
    title,
    createdAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(subject !== undefined && { subject }),
    canResume: canResume(record),
    current: state,
  };
}

function canResume({ state }: Pick<JobRecord, "state">): boolean {
  return state.state === "cancelled" || state.state === "failed";
}

function isEnded(state: JobState): boolean {
  return state.state === "done" || state.state === "cancelled" || state.state === "failed";
}

function withoutEnd({ endedAt: _endedAt, ...record }: JobRecord): JobRecord {
  return record;
}

function failedNow(message: string): { readonly state: JobState; readonly endedAt: string } {
  return { state: { state: "failed", message }, endedAt: new Date().toISOString() };
}
