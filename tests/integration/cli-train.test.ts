/** @file `overread train` as a real process: to the end, killed in the middle of an epoch, and on again alike. */
import { spawn } from "node:child_process";
import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { openStoreForReading } from "../../src-main/data/store/store";
import { listModels } from "../../src-main/data/store/models";
import { readTrainingEpochs, readTrainingSteps } from "../../src-main/data/store/training-figures";
import { listTrainings } from "../../src-main/data/store/trainings";
import { buildApplication, CLI_FILE } from "../builders/build-application";
import { buildFolder } from "../builders/build-store";
import { buildTrainable } from "../builders/build-trainable";
import { runOverread } from "../builders/run-overread";

beforeAll(buildApplication);

async function buildPlace(settings: object = {}) {
  const { folder, projectFolder: project } = await buildTrainable();
  const config = join(folder, "train.json");
  const written = { name: "first", model: "small", epochs: 3, batchSize: 1, device: "cpu", ...settings };
  writeFileSync(config, JSON.stringify(written));
  const userData = join(buildFolder(), "user");
  const train = (at: string, ...args: readonly string[]) =>
    runOverread(["train", "--project", at, "--config", config, ...args], { userData });
  return { folder, project, config, userData, train };
}

/** All that must not depend on when a training was interrupted. */
async function resultOf(project: string) {
  const store = await openStoreForReading(join(project, "overread.sqlite"));
  const [training] = await listTrainings(store);
  const steps = await readTrainingSteps(store, training!.id, { afterStep: 0, limit: 1000 });
  const epochs = await readTrainingEpochs(store, training!.id);
  const made = (await listModels(store)).find(({ id }) => id === training!.madeModelId);
  await store.close();
  return {
    steps: steps.map(({ step, losses, gradientNorm, learningRate }) => ({ step, losses, gradientNorm, learningRate })),
    figures: epochs.map(({ validation }) => validation),
    sha256: made?.sha256,
  };
}

test(
  "killed without a warning in the middle of an epoch, it goes on as if nothing had happened",
  { timeout: 240_000 },
  async () => {
    const { folder, project, config, userData, train } = await buildPlace();
    const other = join(folder, "killed");
    cpSync(project, other, { recursive: true });

    const whole = await train(project);
    expect(whole).toMatchObject({ code: 0 });
    expect(whole.out).toMatch(/^Steps\s+15$/mu);
    await killWithin({ project: other, config, userData });
    const refused = await train(other);
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toMatch(/--resume goes on with it\.\n$/u);
    expect(await train(other, "--resume", "--json")).toMatchObject({ code: 0 });

    const expected = await resultOf(project);
    expect(expected.steps).toHaveLength(15);
    expect(await resultOf(other)).toEqual(expected);
  },
);

/** Kills the command and its workers at once when the first checkpoint lies on the disk and a further step was taken. */
async function killWithin({ project, config, userData }: { project: string; config: string; userData: string }) {
  const child = spawn(process.execPath, [CLI_FILE, "train", "--project", project, "--config", config], {
    env: { ...process.env, OVERREAD_USER_DATA: userData },
    stdio: "ignore",
    detached: true,
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  while (!hasCheckpoint(project)) await setTimeout(20);
  await setTimeout(500);
  process.kill(-child.pid!, "SIGKILL");
  await ended;
}

function hasCheckpoint(project: string): boolean {
  return readdirSync(project, { recursive: true }).some((name) => /step-\d+$/u.test(String(name)));
}

test("an interruption pauses after the step it is at and says how to go on", { timeout: 120_000 }, async () => {
  // More than any machine does before its first line of progress.
  const { project, config, userData } = await buildPlace({ epochs: 1000 });
  let isInterrupted = false;
  const paused = await runOverread(["train", "--project", project, "--config", config], {
    userData,
    onTell: (err, interrupt) => {
      if (isInterrupted || !/epoch [1-9]/u.test(err)) return;
      isInterrupted = true;
      interrupt();
    },
  });
  expect(paused).toMatchObject({ code: 1, out: "" });
  expect(paused.err).toMatch(/Paused after \d+ of 5000 steps; go on with: overread train --project .* --resume\n$/u);
});

test(
  "a slip in the file, another setting and an unknown split are told in one sentence",
  { timeout: 60_000 },
  async () => {
    const slip = await buildPlace({ epoch: 3 });
    expect((await slip.train(slip.project)).err).toContain(
      "train.json has a field epoch, which a training does not know",
    );
    const wrong = await buildPlace({ epochs: 0 });
    expect((await wrong.train(wrong.project)).err).toContain("The field epochs of train.json is 0");
    const unknown = await buildPlace({ trainSplit: "all" });
    expect((await unknown.train(unknown.project)).err).toContain("The project has no split “all”; it has");
  },
);
