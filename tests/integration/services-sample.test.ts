/** @file The shipped sample: imported, detected and evaluated the first time, opened at once later. */
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Job, JobKind } from "../../src-shared/domain/job";
import { buildApplication } from "../builders/build-application";
import { buildFolder } from "../builders/build-store";
import { buildTestApplication, type TestApplication } from "../builders/build-test-application";

beforeAll(buildApplication);

test(
  "an interrupted first journey goes on where it stopped, and a finished one does nothing more",
  { timeout: 240_000 },
  async () => {
    const userDataFolder = join(buildFolder(), "user");
    const first = buildTestApplication({ userDataFolder });
    expect(await first.client.projects.openSample()).toMatchObject({ name: "Sample radiographs" });
    await waitFor(first, "import-dataset", ({ current }) => current.state === "done");
    await waitFor(first, "detect", ({ current }) => current.state === "running" && current.progress.done > 0);
    await first.application.close();

    const second = buildTestApplication({ userDataFolder });
    await second.client.projects.openSample();
    await second.client.projects.openSample();
    await waitFor(second, "evaluate", ({ current }) => current.state === "done");
    expect(await second.client.runs.list()).toMatchObject([{ state: "complete", imagesDone: 22, isEvaluated: true }]);
    const jobs = (await second.client.jobs.list()).map(({ kind, current }) => [kind, current.state]);
    expect(jobs).toEqual([
      ["evaluate", "done"],
      ["detect", "done"],
      ["import-dataset", "done"],
    ]);
    await second.application.close();

    const third = buildTestApplication({ userDataFolder });
    expect(await third.client.projects.openSample()).toMatchObject({ counts: { images: 22 } });
    expect((await third.client.jobs.list()).length).toBe(3);
    expect(third.log.lines.filter((line) => line.startsWith("error"))).toEqual([]);
  },
);

async function waitFor({ client }: TestApplication, kind: JobKind, isMet: (job: Job) => boolean): Promise<void> {
  const events = await client.application.events(undefined);
  try {
    if ((await client.jobs.list()).some((job) => job.kind === kind && isMet(job))) return;
    for await (const event of events)
      if (event.kind === "job-changed" && event.job.kind === kind && isMet(event.job)) return;
  } finally {
    await events.return?.(undefined);
  }
}
