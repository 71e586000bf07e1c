/** @file The whole back end with real worker processes and a typed client, in temporary folders. */
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import { onTestFinished } from "vitest";
import { forkWorker } from "../../src-main/jobs/pool/fork-worker";
import { createApplication, type Application } from "../../src-main/services/application";
import type { JobId } from "../../src-shared/domain/identifiers";
import type { Job } from "../../src-shared/domain/job";
import { ROOT, WORKER_FILE } from "./build-application";
import { buildFolder } from "./build-store";
import { recordingLog, type RecordingLog } from "./recording-log";

export interface TestApplication {
  readonly application: Application;
  readonly client: RouterClient<Application["router"]>;
  readonly log: RecordingLog;
  readonly userDataFolder: string;
  readonly ended: (started: { readonly jobId: JobId }) => Promise<Job>;
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
}

/** Closed when the test has finished. `buildApplication` must have run. */
export function buildTestApplication({ userDataFolder = join(buildFolder(), "user") } = {}): TestApplication {
  const log = recordingLog();
  const application = createApplication({
    host: "browser",
    startWorker: () => forkWorker(WORKER_FILE, log),
    userDataFolder,
    resourcesFolder: join(ROOT, "resources"),
    version: "0.0.0-test",
    log,
  });
  onTestFinished(() => application.close());
  const client = createRouterClient(application.router, { context: {} });
  return {
    application,
    client,
    log,
    userDataFolder,
    ended: ({ jobId }) => waitForEnd(client, jobId),
    fetch: (path, init) => application.bytes(new Request(new URL(path, "http://overread.invalid"), init)),
  };
}

async function waitForEnd(client: TestApplication["client"], jobId: JobId): Promise<Job> {
  const events = await client.application.events(undefined);
  try {
    const known = (await client.jobs.list()).find(({ id }) => id === jobId);
    if (known && isEnded(known)) return known;
    for await (const event of events) {
      if (event.kind === "job-changed" && event.job.id === jobId && isEnded(event.job)) return event.job;
    }
    throw new Error(`The events ended before the job ${jobId} did.`);
  } finally {
    await events.return?.(undefined);
  }
}

function isEnded({ current }: Job): boolean {
  return current.state === "done" || current.state === "cancelled" || current.state === "failed";
}
