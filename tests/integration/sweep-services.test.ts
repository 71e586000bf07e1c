/** @file Sweeps through a typed client, by real worker processes with a small checkpoint. */
import { join } from "node:path";
import { cpSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import type { SweepId } from "../../src-shared/domain/identifiers";
import type { Sweep, SweepConfig } from "../../src-shared/domain/sweep";
import { SweepSearch } from "../../src-shared/domain/sweep";
import { buildApplication } from "../builders/build-application";
import { buildTestApplication } from "../builders/build-test-application";
import { openTrainable } from "../builders/build-trainable";

beforeAll(buildApplication);

type Client = Awaited<ReturnType<typeof openTrainable>>["client"];

function buildConfig({ config }: Awaited<ReturnType<typeof openTrainable>>, search: object): SweepConfig {
  const { name: _name, ...base } = { ...config, epochs: 1 };
  return { name: "rates", base, search: SweepSearch.parse({ kind: "grid", ...search }) };
}

async function read(client: Client, sweepId: SweepId): Promise<Sweep> {
  return (await client.sweeps.list()).find(({ id }) => id === sweepId)!;
}

/** Waits until the sweep is as wanted. */
async function until(client: Client, sweepId: SweepId, isSo: (sweep: Sweep) => boolean): Promise<Sweep> {
  const events = await client.application.events(undefined);
  try {
    for (;;) {
      const sweep = await read(client, sweepId);
      if (isSo(sweep)) return sweep;
      await events.next();
    }
  } finally {
    await events.return?.(undefined);
  }
}

test(
  "a sweep trains its members one after another, and one that fails does not end it",
  { timeout: 240_000 },
  async () => {
    const opened = await openTrainable();
    const { client } = opened;
    const config = buildConfig(opened, { learningRates: [0.001, 1e30, 0.002], inputSizesPx: [96] });
    const quick = { ...config, base: { ...config.base, isWarmedUp: false } };

    const plan = await client.sweeps.plan(quick);
    expect(plan).toMatchObject({ stepsTotal: 15, members: [{ name: "rates 1" }, { name: "rates 2" }, {}] });
    const { sweepId } = await client.sweeps.start(quick);
    const done = await until(client, sweepId, ({ state }) => state === "complete");

    expect(done.members.map(({ state }) => state)).toEqual(["complete", "failed", "complete"]);
    expect(done.members[1]!.reason).toMatch(/^At step \d/u);
    // One network, at one size: all begin alike, and what one reached is held against that.
    const [first, failed, last] = done.members;
    expect(first!.start).toMatchObject({ AP: expect.any(Number), AP50: expect.any(Number), intervals: { AP: {} } });
    expect(failed!.start).toEqual({ AP: first!.start!.AP, AP50: first!.start!.AP50 });
    expect(last!.start).toEqual(first!.start);
    expect(first!.differences).toMatchObject({ AP: { low: expect.any(Number), high: expect.any(Number) } });
    expect(failed).not.toHaveProperty("differences");
    const trainings = await client.training.list();
    expect(trainings.map(({ name }) => name)).toEqual(["rates 3", "rates 2", "rates 1"]);
    expect(trainings[2]).toMatchObject({ sweep: { id: sweepId, number: 1 }, config: { learningRate: 0.001 } });
    const made = (await client.models.list()).find(({ name }) => name === "rates 1")!;
    expect(made.card.input).toMatchObject({ widthPx: 96, heightPx: 96 });
    await expect(client.sweeps.start(quick)).rejects.toThrow("This project has a sweep named rates already");
    await expect(client.sweeps.pause({ sweepId })).rejects.toThrow("The sweep rates is complete; only a running one");

    await client.sweeps.remove({ sweepId });
    expect(await client.sweeps.list()).toEqual([]);
    expect(await client.training.list()).toEqual([]);
    expect((await client.models.list()).some(({ id }) => id === made.id)).toBe(true);
  },
);

test("a paused sweep survives a restart, goes on where it was, and can be stopped", { timeout: 240_000 }, async () => {
  const opened = await openTrainable();
  const { client, application, projectFolder, folder } = opened;
  const config = buildConfig(opened, { learningRates: [0.001, 0.002, 0.003] });
  const { sweepId } = await client.sweeps.start({ ...config, base: { ...config.base, epochs: 3 } });
  await until(client, sweepId, ({ members }) => members[0]!.stepsDone > 0);
  await client.sweeps.pause({ sweepId });
  const paused = await until(client, sweepId, ({ members }) => members[0]!.state === "paused");
  expect(paused).toMatchObject({ state: "paused", members: [{}, { state: "waiting" }, { state: "waiting" }] });
  await expect(client.models.remove({ modelId: config.base.modelId })).rejects.toThrow(
    "The sweep rates, which is paused, begins with small; stop or remove it first.",
  );
  await client.sweeps.resume({ sweepId });
  await expect(client.sweeps.resume({ sweepId })).rejects.toThrow("The sweep rates is at work already.");
  // Closed while it runs; the project opens elsewhere.
  await application.close();
  const moved = join(folder, "moved");
  cpSync(projectFolder, moved, { recursive: true });

  const again = buildTestApplication().client;
  await again.projects.open({ path: moved });
  expect(await read(again, sweepId)).toMatchObject({
    state: "paused",
    reason: "Overread was closed while it ran.",
    members: [{ state: "paused" }, { state: "waiting" }, { state: "waiting" }],
  });
  await again.sweeps.resume({ sweepId });
  await until(again, sweepId, ({ members }) => members[1]!.stepsDone > 0);
  await again.sweeps.stop({ sweepId });
  const stopped = await until(again, sweepId, ({ members }) => members[1]!.state === "stopped");
  expect(stopped).toMatchObject({
    state: "stopped",
    members: [{ state: "complete", stepsDone: 15 }, { state: "stopped" }, { state: "left-out" }],
  });
  await expect(again.sweeps.resume({ sweepId })).rejects.toThrow("The sweep rates is stopped; nothing is left to do.");
});

test("a training that is removed from its sweep at work gives way to the next", { timeout: 240_000 }, async () => {
  const opened = await openTrainable();
  const { client } = opened;
  const config = buildConfig(opened, { learningRates: [0.001, 0.002] });
  const { sweepId } = await client.sweeps.start({ ...config, base: { ...config.base, epochs: 50 } });
  const { members } = await until(client, sweepId, (sweep) => sweep.members[0]!.stepsDone > 0);
  await client.training.remove({ trainingId: members[0]!.trainingId! });
  const next = await until(client, sweepId, (sweep) => sweep.members[1]!.state === "running");
  expect(next).toMatchObject({ state: "running", members: [{ state: "removed" }, {}] });
  await client.sweeps.remove({ sweepId });
  expect(await client.training.list()).toEqual([]);
});

test("what cannot be swept is refused before anything is made", { timeout: 60_000 }, async () => {
  const opened = await openTrainable();
  const { client } = opened;
  const refusals = [
    [{ learningRates: [0.1] }, "The search has a single point; 2 to 64 were expected."],
    [{ kind: "random", members: 3, inputSizesPx: [64, 96] }, "The lists have 2 combinations; 3 different ones"],
  ] as const;
  for (const [search, sentence] of refusals) {
    await expect(client.sweeps.start(buildConfig(opened, search))).rejects.toThrow(sentence);
  }
  const heads = buildConfig(opened, { learningRates: [0.1, 0.2] });
  await expect(client.sweeps.start({ ...heads, base: { ...heads.base, scope: "heads" } })).rejects.toThrow(
    "Heads alone learn from features that are kept",
  );
  expect(await client.sweeps.list()).toEqual([]);
});
