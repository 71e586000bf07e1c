/** @file `overread train --sweep` as a real process: interrupted, on again, and read as one table. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Sweep } from "../../src-shared/domain/sweep";
import { buildApplication } from "../builders/build-application";
import { buildFolder } from "../builders/build-store";
import { buildTrainable } from "../builders/build-trainable";
import { runOverread } from "../builders/run-overread";

beforeAll(buildApplication);

async function buildPlace() {
  const { folder, projectFolder: project } = await buildTrainable();
  const file = join(folder, "sweep.json");
  const userData = join(buildFolder(), "user");
  return {
    sweep: (search: object, args: readonly string[] = [], interruptAt?: RegExp) => {
      const base = { model: "small", epochs: 2, batchSize: 1, device: "cpu" };
      writeFileSync(file, JSON.stringify({ name: "rates", base, search }));
      let isInterrupted = false;
      const onTell = (err: string, interrupt: () => void): void => {
        if (isInterrupted || !interruptAt?.test(err)) return;
        isInterrupted = true;
        interrupt();
      };
      return runOverread(["train", "--project", project, "--sweep", file, ...args], { userData, onTell });
    },
    alone: () => runOverread(["train", "--project", project], { userData }),
  };
}

test(
  "an interrupted sweep says how to go on, goes on, and ends with the best first",
  { timeout: 240_000 },
  async () => {
    const { sweep } = await buildPlace();
    const search = { kind: "grid", learningRates: [0.001, 0.002], augmentations: ["none"] };

    const paused = await sweep(search, [], /rates 1: epoch 1 of 2: AP/u);
    expect(paused).toMatchObject({ code: 1, out: "" });
    expect(paused.err).toContain("rates: 2 trainings on 5 images with 5 boxes, 20 steps, one after another.");
    expect(paused.err).toMatch(/rates 1: the model to begin with: AP [\d.]+, AP50/u);
    expect(paused.err).toMatch(/Paused with [01] of 2 trainings complete; go on with: overread train .* --resume\n$/u);

    const refused = await sweep(search);
    expect(refused.err).toMatch(
      /The sweep rates is paused with [01] of 2 trainings complete; --resume goes on with it/u,
    );
    const other = await sweep({ ...search, learningRates: [0.001, 0.003] }, ["--resume"]);
    expect(other.err).toContain("The sweep rates was begun with another search; it goes on as it was begun");

    const done = await sweep(search, ["--resume", "--json"]);
    expect(done).toMatchObject({ code: 0 });
    const { state, members } = Sweep.parse(JSON.parse(done.out));
    expect(state).toBe("complete");
    expect(members).toMatchObject([
      { name: "rates 1", state: "complete", stepsDone: 10, point: { learningRate: 0.001, augmentation: "none" } },
      { name: "rates 2", state: "complete", stepsDone: 10, point: { learningRate: 0.002, augmentation: "none" } },
    ]);
  },
);

test("slips in the file are told in one sentence, and so is a missing choice", { timeout: 120_000 }, async () => {
  const { sweep, alone } = await buildPlace();
  const rates = [0.001, 0.002];
  const refusals = [
    [{ kind: "grid", learningRate: rates }, "sweep.json has a field search.learningRate, which a sweep does not know."],
    [{ kind: "grid", learningRates: rates, augmentations: ["wild"] }, "expected was none, flips, notebook, strong, or"],
    [
      { kind: "grid", learningRates: rates, augmentations: [{ name: "own", settings: { horizontalFlp: 1 } }] },
      "sweep.json has a field search.augmentations.0.settings.horizontalFlp, which is not known",
    ],
    [{ kind: "random", members: 2, learningRate: { low: 1, high: 1 } }, "expected was low below high"],
  ] as const;
  for (const [search, sentence] of refusals) {
    const refused = await sweep(search);
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain(sentence);
  }
  expect((await alone()).err).toContain("Neither --config nor --sweep; one of the two was expected.");
});
